import { describe, expect, test } from 'vitest'
import { createApp, createBrowser } from './app.js'

const actor = { id: 'admin-1', scope: 'environment' } as const

function arrange() {
  const asked: unknown[] = []
  const findUserById = (id: string) => (id === 'alice' ? { id, name: id } : undefined)
  const app = createApp(
    {
      serve: ['public', 'self', 'admin'],
      authorizeAdmin: (_, what) => {
        asked.push(what)
        return actor
      },
    },
    undefined,
    { host: { findUserById } },
  )
  return { app, asked, browser: createBrowser(app.handle), alice: createBrowser(app.handle, { user: 'alice' }) }
}

type Browser = ReturnType<typeof createBrowser>

async function finish(
  { authenticator }: ReturnType<typeof createApp>,
  browser: Browser,
  begun: Awaited<ReturnType<Browser['call']>>,
) {
  const response = await authenticator.create(begun.body.options)
  return browser.call('POST', '/enroll/finish', { ceremony: begun.body.ceremony, response })
}

describe('the routes of invitations', () => {
  test('an admin invites, lists and revokes; the invited user gets a passkey without a session', async () => {
    const { app, asked, browser } = arrange()
    const created = await browser.call('POST', '/admin/users/alice/invitations', { attachment: 'platform' })
    expect(created).toMatchObject({ status: 201, body: { code: expect.stringMatching(/^\w{12}$/) } })
    const { id, code } = created.body
    const begun = await browser.call('POST', '/invitations/redeem', { id, code })
    expect(begun.status).toBe(200)
    expect(await finish(app, browser, begun)).toMatchObject({ status: 201 })
    const again = await browser.call('POST', '/invitations/redeem', { id, code })
    expect(again).toMatchObject({ status: 400, body: { code: 'code_invalid' } })
    const listed = await browser.call('GET', '/admin/users/alice/invitations')
    expect(listed.body.items).toMatchObject([{ id, status: 'used' }])
    expect((await browser.call('DELETE', `/admin/users/alice/invitations/${id}`)).status).toBe(204)
    expect(asked).toMatchObject(
      ['create', 'read', 'revoke'].map((action) => ({ action: `invitations.${action}`, userId: 'alice' })),
    )
  })

  test.each([{}, { id: 1, code: 'A' }, { id: 'x' }, { attachment: 'any' }])(
    'the body %j is malformed',
    async (body) => {
      const { browser } = arrange()
      const path = 'attachment' in body ? '/admin/users/alice/invitations' : '/invitations/redeem'
      expect((await browser.call('POST', path, body)).body.code).toBe('malformed')
    },
  )
})

describe('the routes of recovery', () => {
  test('a signed-in user creates codes, and one leads to a passkey without a session', async () => {
    const { app, browser, alice } = arrange()
    const created = await alice.call('POST', '/recovery/codes', {})
    expect(created).toMatchObject({ status: 201 })
    const [code] = created.body.codes
    const begun = await browser.call('POST', '/recovery/redeem', { identifier: 'alice', code })
    expect(begun.status).toBe(200)
    expect(await finish(app, browser, begun)).toMatchObject({ status: 201 })
    const again = await browser.call('POST', '/recovery/redeem', { identifier: 'alice', code })
    expect(again).toMatchObject({ status: 400, body: { code: 'code_invalid' } })
  })

  test('without a session there are no codes', async () => {
    expect((await arrange().browser.call('POST', '/recovery/codes', {})).body.code).toBe('not_signed_in')
  })
})

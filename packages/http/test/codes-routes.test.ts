import type { CodeMessage } from '@latchkey/core'
import type { PasskeyHandlerOptions } from '@latchkey/http'
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

/** A session whose sign-in stays the same from one request to the next. */
function signedIn(at: number): PasskeyHandlerOptions['session'] {
  return (request) => {
    const name = request.headers.get('x-user')
    if (name === null) return null
    return { userId: name, user: { name }, authenticatedAt: at, methods: [{ name: 'password', at }] }
  }
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

describe('the route of users who do not exist yet', () => {
  test('an admin invites, and the finish creates the user without a session', async () => {
    const created: string[] = []
    const app = createApp({ serve: ['public', 'admin'], authorizeAdmin: () => actor }, undefined, {
      host: {
        createUser: ({ profile }) => void created.push(profile.email ?? ''),
        confirmUser: () => undefined,
        discardUser: () => undefined,
      },
    })
    const browser = createBrowser(app.handle)
    const profile = { email: 'carol@example.com' }
    const invited = await browser.call('POST', '/admin/users/invite', { profile })
    expect(invited).toMatchObject({ status: 201, body: { code: expect.stringMatching(/^\w{12}$/) } })
    const { id, code } = invited.body
    const begun = await browser.call('POST', '/invitations/redeem', { id, code })
    expect(await finish(app, browser, begun)).toMatchObject({ status: 201 })
    expect(created).toEqual([profile.email])
    const wrong = await browser.call('POST', '/admin/users/invite', { profile: { email: 'carol' } })
    expect(wrong).toMatchObject({ status: 400, body: { code: 'malformed', issues: [{ path: 'email' }] } })
  })
})

describe('the routes of one-time codes', () => {
  function arrangeOtp() {
    const sent: CodeMessage[] = []
    const app = createApp(
      { serve: ['public', 'self', 'admin'], authorizeAdmin: () => actor, session: signedIn(Date.now()) },
      undefined,
      {
        policy: { mode: 'optional', verifyBeforeEnroll: 'otp' },
        adminsMayEnroll: true,
        host: { sendCode: (message) => void sent.push(message) },
      },
    )
    const browserOf = (user: string) => createBrowser(app.handle, { user })
    return { app, sent, alice: browserOf('alice'), admin: createBrowser(app.handle) }
  }

  test('a user who types the code has a passkey; without it code_required', async () => {
    const { app, sent, alice } = arrangeOtp()
    const without = await alice.call('POST', '/enroll/begin', {})
    expect(without).toMatchObject({ status: 403, body: { code: 'code_required' } })
    const requested = await alice.call('POST', '/otp/request', {})
    expect(requested).toMatchObject({ status: 200, body: { expiresAt: sent[0]?.expiresAt } })
    expect(JSON.stringify(requested.body)).not.toContain(sent[0]?.code)
    const begun = await alice.call('POST', '/otp/complete', { code: sent[0]?.code })
    expect(begun.status).toBe(200)
    expect(await finish(app, alice, begun)).toMatchObject({ status: 201 })
    const again = await alice.call('POST', '/otp/complete', { code: sent[0]?.code })
    expect(again).toMatchObject({ status: 400, body: { code: 'code_invalid' } })
  })

  test('the sixth message of an hour is 429 with Retry-After', async () => {
    const { alice } = arrangeOtp()
    for (let at = 0; at < 5; at++) expect((await alice.call('POST', '/otp/request', {})).status).toBe(200)
    const sixth = await alice.call('POST', '/otp/request', {})
    expect(sixth).toMatchObject({ status: 429, body: { code: 'too_many_tries' } })
    expect(Number(sixth.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  test('an admin enrolls for a user who reads out the code', async () => {
    const { app, sent, admin } = arrangeOtp()
    const user = { name: 'alice' }
    const without = await admin.call('POST', '/admin/users/alice/enroll/begin', { user })
    expect(without.body.code).toBe('code_required')
    expect((await admin.call('POST', '/admin/users/alice/otp/request', {})).status).toBe(200)
    expect(sent[0]).toMatchObject({ userId: 'alice', purpose: 'admin-enroll' })
    const begun = await admin.call('POST', '/admin/users/alice/otp/complete', { user, code: sent[0]?.code })
    expect(begun.status).toBe(200)
    const response = await app.authenticator.create(begun.body.options)
    const { ceremony } = begun.body
    const finished = await admin.call('POST', '/admin/users/alice/enroll/finish', { ceremony, response })
    expect(finished.status).toBe(201)
  })

  test.each([{}, { code: 123456 }, { code: '123456', attachment: 'any' }])('the body %j is malformed', async (body) => {
    expect((await arrangeOtp().alice.call('POST', '/otp/complete', body)).body.code).toBe('malformed')
  })

  test('without a session there is no code', async () => {
    const { admin } = arrangeOtp()
    expect((await admin.call('POST', '/otp/request', {})).body.code).toBe('not_signed_in')
    expect((await admin.call('POST', '/otp/complete', { code: '123456' })).body.code).toBe('not_signed_in')
  })
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

import { describe, expect, test } from 'vitest'
import { createApp, createBrowser, enroll } from './app.js'

/** An app that by now wants no synced passkeys, and what alice's browser is answered to one that it has made. */
async function refusedAt(path: 'enroll' | 'admin/users/alice/enroll') {
  const admin = () => ({ id: 'admin-1' })
  const options = { serve: ['public', 'self', 'admin'], authorizeAdmin: admin } as const
  const app = createApp(options, undefined, { adminsMayEnroll: true })
  const browser = createBrowser(app.handle, { user: 'alice' })
  const begun = await browser.call('POST', `/${path}/begin`, { user: { name: 'alice' } })
  const response = await app.authenticator.create(begun.body.options)
  await app.passkeys.admin.policy.setEnvironment({
    policy: { kinds: { synced: false } },
    expectedVersion: 0,
    actor: admin(),
  })
  const answer = await browser.call('POST', `/${path}/finish`, { ceremony: begun.body.ceremony, response })
  return { app, browser, response, answer }
}

describe('a passkey that is refused once the device has made it', () => {
  test.each(['enroll', 'admin/users/alice/enroll'] as const)(
    'by /%s/finish: the problem has signals for it',
    async (path) => {
      const { browser, response, answer } = await refusedAt(path)
      expect(answer).toMatchObject({
        status: 422,
        body: {
          code: 'authenticator_not_allowed',
          signals: { rpId: 'example.com', unknownCredentialId: response.id },
        },
      })
      expect(answer.body).not.toHaveProperty('cause')
      expect((await browser.call('GET', '/')).body.passkeys).toEqual([])
    },
  )

  test('a stored one is not signaled as unknown when it is sent again', async () => {
    const app = createApp()
    const browser = createBrowser(app.handle, { user: 'alice' })
    expect((await enroll(app, browser)).status).toBe(201)
    const begun = await browser.call('POST', '/enroll/begin', {})
    const response = await app.authenticator.create({ ...begun.body.options, excludeCredentials: [] })
    const input = { ceremony: begun.body.ceremony, response }
    const cookie = browser.cookies.get('__Host-latchkey') ?? ''
    expect((await browser.call('POST', '/enroll/finish', input)).status).toBe(201)
    browser.cookies.set('__Host-latchkey', cookie)
    const again = await browser.call('POST', '/enroll/finish', input)
    expect(again).toMatchObject({ status: 409, body: { code: 'ceremony_spent' } })
    expect(again.body).not.toHaveProperty('signals')
  })
})

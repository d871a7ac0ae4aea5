import { createPasskeys } from '@latchkey/core'
import type { PasskeyHandlerOptions } from '@latchkey/http'
import { memoryStorage } from '@latchkey/memory'
import { createAuthenticator } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { createBrowser, origin } from './app.js'
import { createDocumentedHandler } from './documented-handler.js'

const profile = { email: 'ada@example.com' }

/** An app where everybody may sign up, and a browser that has no session there. */
function setUp() {
  const users = new Map<string, string>()
  const results: Parameters<PasskeyHandlerOptions['onSignedIn']>[0][] = []
  const passkeys = createPasskeys({
    relyingParty: { id: 'example.com', name: 'Example', origins: [origin] },
    secret: 'a secret of at least 32 bytes, for tests',
    storage: memoryStorage(),
    policy: { mode: 'optional', signUp: true },
    host: {
      findUser: (identifier) => {
        const id = [...users].find(([, email]) => email === identifier)?.[0]
        return id === undefined ? undefined : { id, name: identifier }
      },
      createUser: ({ userId, profile: { email = '' } }) => void users.set(userId, email),
      confirmUser: () => {},
      discardUser: ({ userId }) => void users.delete(userId),
    },
  })
  const handle = createDocumentedHandler(passkeys, {
    serve: ['public'],
    session: () => null,
    onRefused: () => {},
    onSignedIn(result) {
      results.push(result)
      return new Response(null, { status: 204, headers: { 'set-cookie': 'session=1; Path=/' } })
    },
  })
  const authenticator = createAuthenticator({ origin, algorithms: [-7] })
  return { users, results, authenticator, browser: createBrowser(handle) }
}

type App = ReturnType<typeof setUp>

async function answered({ browser, authenticator }: App) {
  const { body } = await browser.call('POST', '/sign-up/begin', { profile })
  return { ceremony: body.ceremony, response: await authenticator.create(body.options), name: 'My laptop' }
}

describe('signing up by the routes', () => {
  test('the page sees that it may; the host makes the session; the binding is a new one', async () => {
    const app = setUp()
    expect((await app.browser.call('GET', '/config')).body).toMatchObject({
      signUp: true,
      profile: { email: 'required' },
    })
    const finish = await answered(app)
    const before = app.browser.cookies.get('__Host-latchkey')
    const { status, headers } = await app.browser.call('POST', '/sign-up/finish', finish)
    expect(status).toBe(204)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(app.browser.cookies.get('session')).toBe('1')
    expect(app.browser.cookies.get('__Host-latchkey')).not.toBe(before)
    expect(app.results).toMatchObject([
      { kind: 'sign-up', userId: [...app.users.keys()][0], passkey: { name: 'My laptop' } },
    ])
  })

  test('a taken address and a profile that is none: refused before a passkey is made, by name', async () => {
    const app = setUp()
    await app.browser.call('POST', '/sign-up/finish', await answered(app))
    expect(await app.browser.call('POST', '/sign-up/begin', { profile })).toMatchObject({
      status: 409,
      body: { code: 'identifier_taken', issues: [{ path: 'email', message: 'is taken' }] },
    })
    expect(await app.browser.call('POST', '/sign-up/begin', { profile: { email: 'ada', admin: true } })).toMatchObject({
      status: 400,
      body: {
        code: 'malformed',
        issues: [
          { path: 'admin', message: 'is not accepted' },
          { path: 'email', message: 'must be an e-mail address' },
        ],
      },
    })
    expect(await app.browser.call('POST', '/sign-up/begin', {})).toMatchObject({ body: { code: 'malformed' } })
  })

  test('another browser cannot finish, a second finish is spent, another site gets nowhere', async () => {
    const app = setUp()
    const finish = await answered(app)
    const cookie = app.browser.cookies.get('__Host-latchkey') ?? ''
    app.browser.cookies.set('__Host-latchkey', 'A'.repeat(43))
    expect((await app.browser.call('POST', '/sign-up/finish', finish)).body.code).toBe('ceremony_invalid')
    app.browser.cookies.clear()
    expect((await app.browser.call('POST', '/sign-up/finish', finish)).body.code).toBe('ceremony_invalid')
    app.browser.cookies.set('__Host-latchkey', cookie)
    expect((await app.browser.call('POST', '/sign-up/finish', finish)).status).toBe(204)
    app.browser.cookies.set('__Host-latchkey', cookie)
    expect((await app.browser.call('POST', '/sign-up/finish', finish)).body.code).toBe('ceremony_spent')
    for (const path of ['/sign-up/begin', '/sign-up/finish']) {
      const foreign = { origin: 'https://evil.example' }
      expect((await app.browser.call('POST', path, {}, foreign)).body.code).toBe('cross_site')
    }
    expect(app.results).toHaveLength(1)
  })
})

import { createPasskeyHandler } from '@latchkey/http'
import { describe, expect, test } from 'vitest'
import { createApp, createBrowser, enroll, origin } from './app.js'

function setUp(user = 'alice', change: Parameters<typeof createApp>[0] = {}) {
  const app = createApp(change)
  return { app, browser: createBrowser(app.handle, { user }) }
}

describe('the routes, one after the other', () => {
  test('config, enroll, sign in, list, rename, prompt, remove', async () => {
    const { app, browser } = setUp()
    expect((await browser.call('GET', '/config')).body).toEqual({
      rpId: 'example.com',
      mode: 'optional',
      flow: 'both',
      signInUi: 'both',
      use: 'both',
      preferred: false,
      signUp: false,
    })
    expect((await browser.call('GET', '/prompt?webauthn=true')).body).toMatchObject({ prompt: 'offer' })
    for (const word of ['True', '1', '']) {
      expect(await browser.call('GET', `/prompt?webauthn=${word}`)).toMatchObject({ status: 400 })
    }
    expect((await browser.call('POST', '/prompt', { answer: 'not-now' })).body).toMatchObject({ prompt: 'none' })
    const enrolled = await enroll(app, browser)
    expect(enrolled).toMatchObject({ status: 201, body: { passkey: { name: 'This device' } } })
    const id = enrolled.body.passkey.id

    const begun = await browser.call('POST', '/sign-in/begin', {})
    const response = await app.authenticator.get(begun.body.options)
    const signedIn = await browser.call('POST', '/sign-in/finish', { ceremony: begun.body.ceremony, response })
    expect(signedIn).toMatchObject({ status: 200, body: { userId: 'alice' } })

    const listed = await browser.call('GET', '/')
    expect(listed.body.passkeys).toMatchObject([{ id, signInCount: 1, removable: false }])
    expect(listed.body.signals).toMatchObject({
      allAcceptedCredentials: { allAcceptedCredentialIds: [id] },
      currentUserDetails: { name: 'alice', displayName: 'alice' },
    })
    expect((await browser.call('GET', '')).body).toEqual(listed.body)
    expect((await browser.call('PATCH', `/${id}`, { name: 'Laptop' })).body.passkey.name).toBe('Laptop')
    expect(await browser.call('DELETE', `/${id}`)).toMatchObject({ status: 409, body: { code: 'last_sign_in_method' } })
  })

  test('every answer forbids keeping it, and an error is a problem document', async () => {
    const { browser } = setUp('')
    const { status, headers, body } = await browser.call('GET', '/')
    expect(status).toBe(401)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(body).toEqual({ type: 'about:blank', title: 'Please sign in first.', status: 401, code: 'not_signed_in' })
    expect((await browser.call('GET', '/config')).headers.get('cache-control')).toBe('no-store')
  })

  test.each(['/enroll/begin', '/prompt'])('POST %s without a session: not_signed_in', async (path) => {
    const { browser } = setUp('')
    expect((await browser.call('POST', path, { answer: 'not-now' })).body.code).toBe('not_signed_in')
  })
})

describe('what is mounted', () => {
  test('only the groups that are named', async () => {
    const { browser } = setUp('alice', { serve: ['public'] })
    expect((await browser.call('POST', '/sign-in/begin', {})).status).toBe(200)
    expect(await browser.call('GET', '/')).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect((await browser.call('POST', '/enroll/begin', {})).status).toBe(404)
  })

  test.each([
    ['GET', '/sign-in/begin'],
    ['PUT', '/prompt'],
    ['GET', '/nothing/here'],
    ['DELETE', '/a/b'],
    ['DELETE', '/%E0%A4%A'],
    ['OPTIONS', '/sign-in/begin'],
  ])('%s %s is not found', async (method, path) => {
    expect(await setUp().browser.call(method, path)).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })

  test('a path that only begins like the base path is another’s', async () => {
    const { app } = setUp()
    const response = await app.handle(new Request(`${origin}/passkeysX/config`))
    expect(response.status).toBe(404)
  })

  test('a base path that is none is a mistake of the developer', () => {
    const { app } = setUp()
    const options = { serve: ['public'], session: () => null, onSignedIn: () => new Response() } as const
    expect(() => createPasskeyHandler(app.passkeys, { ...options, basePath: 'passkeys' })).toThrow(TypeError)
    expect(() => createPasskeyHandler(app.passkeys, { ...options, basePath: '/a/b/' })).not.toThrow()
  })
})

describe('another site', () => {
  test.each([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['a sister subdomain', { origin: 'https://other.example.com' }],
    ['the same host on plain http', { origin: 'http://app.example.com' }],
    ['an opaque origin', { origin: 'null' }],
  ])('%s: cross_site', async (_, headers) => {
    const { browser } = setUp()
    for (const [method, path] of [
      ['POST', '/sign-in/begin'],
      ['DELETE', '/AAAA'],
      ['GET', '/'],
    ] as const) {
      expect((await browser.call(method, path, method === 'POST' ? {} : undefined, headers)).body.code).toBe(
        'cross_site',
      )
    }
  })

  test.each([
    ['http://localhost:5173', /localhost:5173 was refused. Configured: .*relyingParty.origins/],
    ['http://127.0.0.1:3000', /Passkeys do not work on IP addresses: open the page at/],
    ['http://[::1]:3000', /do not work on IP addresses/],
    ['http://app.localhost', /relyingParty.origins/],
  ])('a page on the developer’s own machine, %s, learns what to change', async (from, detail) => {
    const { browser } = setUp()
    const { body } = await browser.call('POST', '/sign-in/begin', {}, { origin: from })
    expect(body).toMatchObject({ code: 'cross_site', detail: expect.stringMatching(detail) })
  })

  test.each(['https://evil.example', 'https://localhost.example', 'https://127.0.0.1.example', 'null'])(
    'a page elsewhere, %s, learns nothing',
    async (from) => {
      const { browser } = setUp()
      expect((await browser.call('POST', '/sign-in/begin', {}, { origin: from })).body).not.toHaveProperty('detail')
    },
  )

  test('no origin: refused for what changes something, allowed for a read that is not cross-site', async () => {
    const { app } = setUp()
    const send = async (method: string, path: string, headers: Record<string, string>) =>
      (await app.handle(new Request(`${origin}/passkeys${path}`, { method, headers }))).status
    expect(await send('POST', '/sign-in/begin', {})).toBe(403)
    expect(await send('GET', '/config', {})).toBe(200)
    expect(await send('GET', '/config', { 'sec-fetch-site': 'same-origin' })).toBe(200)
    expect(await send('GET', '/config', { 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await send('GET', '/config', { 'sec-fetch-site': 'same-site' })).toBe(403)
  })
})

describe('the cookie', () => {
  test('is out of reach of scripts and other sites, shared by tabs, renewed on success', async () => {
    const { app, browser } = setUp()
    const first = await browser.call('POST', '/enroll/begin', {})
    const [cookie = ''] = first.headers.getSetCookie()
    expect(cookie).toMatch(/^__Host-latchkey=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    const before = browser.cookies.get('__Host-latchkey')
    await browser.call('POST', '/sign-in/begin', {})
    expect(browser.cookies.get('__Host-latchkey')).toBe(before)
    await enroll(app, browser)
    expect(browser.cookies.get('__Host-latchkey')).not.toBe(before)
  })

  test('on plain http for localhost it has a name and form that browsers take there', async () => {
    const pageOrigin = 'http://localhost:3000'
    const app = createApp({}, pageOrigin)
    const browser = createBrowser(app.handle, { pageOrigin, user: 'alice' })
    const begun = await browser.call('POST', '/sign-in/begin', {})
    expect(begun.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^latchkey=.{43}; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
    expect(await enroll(app, browser)).toMatchObject({ status: 201 })
  })

  test.each([
    ['before', (it: string) => `theme=dark, ${it}`],
    ['behind', (it: string) => `${it},theme=dark; x=1`],
  ])('is read where a runtime has joined lines by a comma, with another %s it', async (_, join) => {
    const { app, browser } = setUp()
    const begun = await browser.call('POST', '/enroll/begin', {})
    const response = await app.authenticator.create(begun.body.options)
    const cookie = join(`__Host-latchkey=${browser.cookies.get('__Host-latchkey')}`)
    const body = { ceremony: begun.body.ceremony, response }
    browser.cookies.clear()
    expect(await browser.call('POST', '/enroll/finish', body, { cookie })).toMatchObject({ status: 201 })
  })

  test.each([
    ['no cookie', ''],
    ['one that we would not make', 'short'],
    ['one of another browser', 'A'.repeat(43)],
  ])('%s at finish: ceremony_invalid', async (_, value) => {
    const { app, browser } = setUp()
    const begun = await browser.call('POST', '/enroll/begin', {})
    const response = await app.authenticator.create(begun.body.options)
    browser.cookies.set('__Host-latchkey', value)
    const finished = await browser.call('POST', '/enroll/finish', { ceremony: begun.body.ceremony, response })
    expect(finished).toMatchObject({ status: 400, body: { code: 'ceremony_invalid' } })
  })

  test('the cookies of the host go out beside ours', async () => {
    const { app, browser } = setUp()
    await enroll(app, browser)
    const begun = await browser.call('POST', '/sign-in/begin', {})
    const response = await app.authenticator.get(begun.body.options)
    const { headers } = await browser.call('POST', '/sign-in/finish', { ceremony: begun.body.ceremony, response })
    const names = headers.getSetCookie().map((cookie) => cookie.split('=', 1)[0])
    expect(names).toEqual(['session', 'theme', '__Host-latchkey'])
  })

  test('a host that answers with a redirect, whose headers are sealed, is no problem', async () => {
    const { app, browser } = setUp('alice', { onSignedIn: () => Response.redirect(`${origin}/home`, 303) })
    await enroll(app, browser)
    const begun = await browser.call('POST', '/sign-in/begin', {})
    const response = await app.authenticator.get(begun.body.options)
    const { status, headers } = await browser.call('POST', '/sign-in/finish', {
      ceremony: begun.body.ceremony,
      response,
    })
    expect(status).toBe(303)
    expect(headers.get('location')).toBe(`${origin}/home`)
  })
})

describe('bodies', () => {
  const deep = `${'['.repeat(33)}${']'.repeat(33)}`
  test.each<[string, unknown, string, number, Record<string, string>?]>([
    ['no JSON', '{', 'malformed', 400],
    ['nothing', '', 'malformed', 400],
    ['an array', [], 'malformed', 400],
    ['a number', 1, 'malformed', 400],
    ['an identifier that is a number', { identifier: 1 }, 'malformed', 400],
    ['a mediation that is unknown', { mediation: 'telepathy' }, 'malformed', 400],
    ['nested 33 deep', deep, 'malformed', 400],
    ['a form', 'a=b', 'malformed', 400, { 'content-type': 'application/x-www-form-urlencoded' }],
    ['JSON as text', '{}', 'malformed', 400, { 'content-type': 'text/plain' }],
    ['more than 256 kB', JSON.stringify({ x: 'x'.repeat(256 * 1024) }), 'too_large', 413],
  ])('%s: %s', async (_, body, code, status, headers) => {
    const { browser } = setUp()
    expect(await browser.call('POST', '/sign-in/begin', body, headers)).toMatchObject({ status, body: { code } })
  })

  test('brackets inside a text are not depth, and members that are unknown are ignored', async () => {
    const { browser } = setUp()
    const body = { identifier: '['.repeat(100), '\\"': '[', unknown: true }
    expect((await browser.call('POST', '/sign-in/begin', body)).status).toBe(200)
  })

  test('a body that lies about its length is cut off where it is too much', async () => {
    const { app } = setUp()
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 64 * 1024
        controller.enqueue(new Uint8Array(64 * 1024).fill(32))
      },
    })
    const init = {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: endless,
      duplex: 'half',
    } as const
    const response = await app.handle(new Request(`${origin}/passkeys/sign-in/begin`, init))
    expect(response.status).toBe(413)
    expect(sent).toBeLessThan(1024 * 1024)
  })

  test('a body that breaks off: malformed', async () => {
    const { app } = setUp()
    const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('gone')) })
    const headers = { origin, 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: broken, duplex: 'half' } as const
    const response = await app.handle(new Request(`${origin}/passkeys/sign-in/begin`, init))
    expect(await response.json()).toMatchObject({ code: 'malformed' })
  })

  test('bytes that are no UTF-8: malformed', async () => {
    const { app } = setUp()
    const body = new Uint8Array([0x7b, 0xff, 0x7d])
    const init = { method: 'POST', headers: { origin, 'content-type': 'application/json' }, body }
    const response = await app.handle(new Request(`${origin}/passkeys/sign-in/begin`, init))
    expect(await response.json()).toMatchObject({ code: 'malformed' })
  })
})

describe('what the public sees', () => {
  const bad = (name: string, value: string) => ({ name, value })
  test.each([
    ['a wrong signature', bad('signature', 'MAA')],
    ['another user’s handle', bad('userHandle', 'AAAA')],
    ['authenticator data cut short', bad('authenticatorData', 'AAAA')],
  ])('%s is sign_in_failed outside, and its own code in the log', async (_, { name, value }) => {
    const { app, browser } = setUp()
    await enroll(app, browser)
    const begun = await browser.call('POST', '/sign-in/begin', {})
    const honest = await app.authenticator.get(begun.body.options)
    const response = { ...honest, response: { ...honest.response, [name]: value } }
    const failed = await browser.call('POST', '/sign-in/finish', { ceremony: begun.body.ceremony, response })
    expect(failed).toMatchObject({ status: 401, body: { code: 'sign_in_failed', status: 401 } })
    expect(app.refusals.at(-1)).not.toBe('sign_in_failed')
  })

  test('a passkey that no user has: sign_in_failed, and the browser may forget it', async () => {
    const { app, browser } = setUp()
    const elsewhere = createApp()
    await enroll({ ...elsewhere, authenticator: app.authenticator }, createBrowser(elsewhere.handle, { user: 'alice' }))
    const begun = await browser.call('POST', '/sign-in/begin', {})
    const response = await app.authenticator.get(begun.body.options)
    const failed = await browser.call('POST', '/sign-in/finish', { ceremony: begun.body.ceremony, response })
    const signals = { rpId: 'example.com', unknownCredentialId: response.id }
    expect(failed.body).toMatchObject({ code: 'sign_in_failed', signals })
  })

  test('what says nothing about a user keeps its code', async () => {
    const { app, browser } = setUp()
    await enroll(app, browser)
    const begun = await browser.call('POST', '/sign-in/begin', {})
    const response = await app.authenticator.get(begun.body.options)
    const finish = () => browser.call('POST', '/sign-in/finish', { ceremony: begun.body.ceremony, response })
    const cookie = browser.cookies.get('__Host-latchkey') ?? ''
    expect((await finish()).status).toBe(200)
    browser.cookies.set('__Host-latchkey', cookie)
    expect(await finish()).toMatchObject({ status: 409, body: { code: 'ceremony_spent' } })
  })

  test('a check that fails while a user adds a passkey has its code: it is that user’s own', async () => {
    const { app, browser } = setUp()
    const begun = await browser.call('POST', '/enroll/begin', {})
    const response = await app.authenticator.create(begun.body.options, { userVerified: false })
    const failed = await browser.call('POST', '/enroll/finish', { ceremony: begun.body.ceremony, response })
    expect(failed).toMatchObject({ status: 422, body: { code: 'user_verification_missing' } })
  })

  test('what the host’s own functions throw is the host’s: it is not swallowed', async () => {
    const { browser } = setUp('alice', { session: () => Promise.reject(new Error('the session store is down')) })
    await expect(browser.call('GET', '/')).rejects.toThrow('the session store is down')
  })
})

describe('clientAddress', () => {
  const admin = { id: 'admin-1', scope: 'environment' } as const

  async function refuseFrom(addresses: readonly unknown[], clientAddress: unknown) {
    const app = createApp({ clientAddress } as Parameters<typeof createApp>[0])
    const browser = createBrowser(app.handle)
    for (const address of addresses) {
      const { body } = await browser.call('POST', '/sign-in/begin', {})
      const finish = { ceremony: body.ceremony, response: {} }
      await browser.call('POST', '/sign-in/finish', finish, { 'x-address': String(address) })
    }
    await app.passkeys.sweep()
    const { items } = await app.passkeys.admin.events({ actor: admin })
    return items.map(({ name, counts }) => ({ name, ...counts }))
  }

  test('refused sign-ins are counted by address', async () => {
    const fromHeader = async (request: Request) => request.headers.get('x-address')
    expect(await refuseFrom(['192.0.2.1', '192.0.2.2', '192.0.2.1'], fromHeader)).toEqual([
      { name: 'sign_in.failed', count: 3, addresses: 2 },
    ])
  })

  test.each([
    ['undefined', () => undefined],
    ['null', () => null],
  ])('%s counts no address', async (_, clientAddress) => {
    expect(await refuseFrom(['192.0.2.1'], clientAddress)).toEqual([{ name: 'sign_in.failed', count: 1, addresses: 0 }])
  })

  test.each([[7], [{ address: '192.0.2.1' }], ['1'.repeat(101)]])('%j is a mistake of the app', async (address) => {
    await expect(refuseFrom(['192.0.2.1'], () => address)).rejects.toThrow(/clientAddress returned/)
  })
})

describe('extensionOrigins', () => {
  const own = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop'

  test.each([
    [own, 200],
    [own.replace(/p$/, 'a'), 403],
  ])('a request of %s is answered with %i', async (pageOrigin, status) => {
    const { handle } = createApp({}, origin, { extensionOrigins: [own] })
    const headers = { origin: pageOrigin, 'content-type': 'application/json' }
    const request = new Request(`${origin}/passkeys/sign-in/begin`, { method: 'POST', headers, body: '{}' })
    expect((await handle(request)).status).toBe(status)
  })
})

import { createPasskeys, type Passkeys } from '@latchkey/core'
import { createPasskeyHandler, createWellKnownHandler, type PasskeyHandlerOptions } from '@latchkey/http'
import { toNodeListener } from '@latchkey/http/node'
import { memoryStorage } from '@latchkey/memory'
import { createAuthenticator } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { createBrowser } from './app.js'
import { listen, listenHttp2, overHttp, overHttp2 } from './listen.js'

const apple = [{ teamId: 'ABCDE12345', bundleId: 'com.example.bank' }]
const warnings: string[] = []

function create(): Passkeys {
  return createPasskeys({
    relyingParties: {
      shop: { id: 'shop.test', name: 'Shop', relatedOrigins: ['https://xn--lden-loa.test'] },
      bank: { id: 'bank.test', name: 'Bank', origins: ['https://www.bank.test'], apple },
    },
    secret: 'a secret of at least 32 bytes, for tests',
    storage: memoryStorage(),
    policy: { mode: 'optional' },
    logger: { warn: (line) => warnings.push(line) },
  })
}

function createHandler(change: Partial<PasskeyHandlerOptions> = {}, passkeys = create()) {
  const now = Date.now()
  return createPasskeyHandler(passkeys, {
    serve: ['public', 'self'],
    session: () => ({
      userId: 'alice',
      authenticatedAt: now,
      methods: [{ name: 'password', at: now }],
      user: { name: 'a' },
    }),
    onSignedIn: ({ userId }) => Response.json({ userId }),
    clientAddress: () => undefined,
    ...change,
  })
}

async function enroll(browser: ReturnType<typeof createBrowser>, origin: string) {
  const authenticator = createAuthenticator({ origin, algorithms: [-7] })
  const { body } = await browser.call('POST', '/enroll/begin', {})
  const finish = { ceremony: body.ceremony, response: await authenticator.create(body.options) }
  expect(await browser.call('POST', '/enroll/finish', finish)).toMatchObject({ status: 201 })
  return authenticator
}

describe('the host of a request names its relying party', () => {
  const handle = createHandler({ hosts: { 'intern.bank.test': 'bank' } })
  const rpIdAt = async (host: string) => {
    const headers = { host, 'sec-fetch-site': 'same-origin' }
    const response = await handle(new Request('http://localhost/passkeys/config', { headers }))
    return response.status === 200 ? Object(await response.json()).rpId : response.status
  }

  test.each([
    ['shop.test', 'shop.test'],
    ['www.bank.test', 'bank.test'],
    ['intern.bank.test', 'bank.test'],
    ['xn--lden-loa.test', 'shop.test'],
    ['shop.test:8443', 'shop.test'],
    ['SHOP.Test', 'shop.test'],
    ['shop.test.', 'shop.test'],
    ['WWW.BANK.TEST.:443', 'bank.test'],
    ['bank.test', 404],
    ['www.shop.test', 404],
    ['shop.test..', 404],
    ['shop.test.evil.test', 404],
    ['evilshop.test', 404],
    ['shop.test, www.bank.test', 404],
    ['shop.test,www.bank.test', 404],
    ['user@shop.test', 404],
    ['shop.test/passkeys', 404],
    ['shop.test:port', 404],
    ['shop.test:443:443', 404],
    ['shop%2Etest', 404],
    ['[::1]:3000', 404],
    ['127.0.0.1', 404],
    ['localhost', 404],
    ['constructor', 404],
    ['', 404],
  ])('%s → %s', async (host, expected) => {
    expect(await rpIdAt(host)).toBe(expected)
  })

  test('a name in letters beyond ASCII is that in Punycode', async () => {
    const response = await handle(new Request('https://läden.test/passkeys/config'))
    expect(await response.json()).toMatchObject({ rpId: 'shop.test' })
  })

  test('the log says which host was refused, and what to write', async () => {
    warnings.length = 0
    await createHandler()(new Request('https://other.test/passkeys/config'))
    expect(warnings).toEqual([expect.stringContaining('the host other.test was refused')])
    expect(warnings[0]).toContain('hosts: { host: key }')
  })

  test.each<[string, object, string]>([
    ['a host in capitals', { 'SHOP.test': 'shop' }, "'shop.test'"],
    ['a host with a port', { 'shop.test:8443': 'shop' }, "'shop.test'"],
    ['an origin', { 'https://shop.test': 'shop' }, 'write a host name'],
    ['an unknown key', { 'shop.test': 'store' }, "there are 'shop', 'bank'"],
    ['a member of objects', { 'shop.test': 'constructor' }, "there are 'shop', 'bank'"],
    ['a number', { 'shop.test': 7 }, 'hosts is'],
    ['a list', [['shop.test', 'shop']], 'hosts is'],
  ])('%s in hosts is refused', (_, hosts, says) => {
    const attempt = () => createHandler({ hosts: hosts as Record<string, string> })
    expect(attempt).toThrow(TypeError)
    expect(attempt).toThrow(says)
  })

  test('a host of two is refused, unless hosts says whose it is', async () => {
    const passkeys = createPasskeys({
      relyingParties: {
        whole: { id: 'example.com', name: 'Whole', origins: ['https://app.example.com'] },
        app: { id: 'app.example.com', name: 'App' },
      },
      secret: 'a secret of at least 32 bytes, for tests',
      storage: memoryStorage(),
      policy: { mode: 'optional' },
    })
    expect(() => createHandler({}, passkeys)).toThrow("the host 'app.example.com' is one of 'example.com' and of")
    const handle = createHandler({ hosts: { 'app.example.com': 'app' } }, passkeys)
    const response = await handle(new Request('https://app.example.com/passkeys/config'))
    expect(await response.json()).toMatchObject({ rpId: 'app.example.com' })
  })

  test('hosts without relyingParties is refused', () => {
    const passkeys = createPasskeys({
      relyingParty: { id: 'shop.test', name: 'Shop' },
      secret: 'a secret of at least 32 bytes, for tests',
      storage: memoryStorage(),
      policy: { mode: 'optional' },
    })
    expect(() => createHandler({ hosts: { 'shop.test': 'shop' } }, passkeys)).toThrow('hosts goes with relyingParties')
  })
})

describe('two brands behind one handler', () => {
  test('each signs in with its own passkeys, and its own origins', async () => {
    const handle = createHandler()
    const shop = createBrowser(handle, { pageOrigin: 'https://shop.test' })
    const bank = createBrowser(handle, { pageOrigin: 'https://www.bank.test' })
    const atShop = await enroll(shop, 'https://shop.test')
    await enroll(bank, 'https://www.bank.test')
    const begun = (await bank.call('POST', '/sign-in/begin', {})).body
    const response = await atShop.get({ ...begun.options, rpId: 'shop.test' })
    const finished = await bank.call('POST', '/sign-in/finish', { ceremony: begun.ceremony, response })
    expect(finished).toMatchObject({ status: 401, body: { code: 'sign_in_failed' } })
    const foreign = await bank.call('POST', '/sign-in/begin', {}, { origin: 'https://shop.test' })
    expect(foreign).toMatchObject({ status: 403, body: { code: 'cross_site' } })
  })

  test('behind Node the host of the connection counts, over HTTP/1 and HTTP/2', async () => {
    const listener = toNodeListener(createHandler({ hosts: { '127.0.0.1': 'bank' } }))
    const request = () => new Request('http://localhost/passkeys/config')
    const first = await listen(listener)
    expect(await (await overHttp(first.address)(request())).json()).toMatchObject({ rpId: 'bank.test' })
    await first.close()
    const second = await listenHttp2(listener)
    expect(await (await overHttp2(second.session)(request())).json()).toMatchObject({ rpId: 'bank.test' })
    await second.close()
  })
})

describe('createWellKnownHandler', () => {
  const wellKnown = createWellKnownHandler(create())
  const statusOf = async (url: string) => (await wellKnown(new Request(url))).status

  test('each RP ID has its own documents', async () => {
    expect(await statusOf('https://shop.test/.well-known/webauthn')).toBe(200)
    expect(await statusOf('https://bank.test/.well-known/apple-app-site-association')).toBe(200)
    expect(await statusOf('https://bank.test/.well-known/webauthn')).toBe(404)
    expect(await statusOf('https://shop.test/.well-known/apple-app-site-association')).toBe(404)
    expect(await statusOf('https://www.bank.test/.well-known/apple-app-site-association')).toBe(404)
    expect(await statusOf('https://other.test/.well-known/webauthn')).toBe(404)
  })

  test('the document of related origins is never kept', async () => {
    const response = await wellKnown(new Request('https://shop.test/.well-known/webauthn'))
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.json()).toEqual({ origins: ['https://xn--lden-loa.test'] })
  })
})

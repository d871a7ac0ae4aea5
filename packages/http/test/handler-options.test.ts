import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { createPasskeys, type PasskeysConfig } from '@latchkey/core'
import { createPasskeyHandler } from '@latchkey/http'
import { toNodeListener } from '@latchkey/http/node'
import { memoryStorage } from '@latchkey/memory'
import { describe, expect, test } from 'vitest'

const config: PasskeysConfig = {
  relyingParty: { id: 'example.com', name: 'Example' },
  secret: 'a secret of at least 32 bytes, for tests',
  storage: memoryStorage(),
}
const passkeys = createPasskeys(config)
const valid = { serve: ['public', 'self'], session: () => null, onSignedIn: () => new Response() }

/** As JavaScript calls it, without the types. */
const create: (...values: readonly unknown[]) => unknown = createPasskeyHandler as never

describe('createPasskeyHandler refuses what cannot work', () => {
  test('and takes the valid options', () => {
    expect(() => create(passkeys, valid)).not.toThrow()
    expect(() => create(passkeys, { ...valid, serve: ['admin'], authorizeAdmin: () => null })).not.toThrow()
    expect(() => create(passkeys, { ...valid, basePath: undefined, onRefused: undefined })).not.toThrow()
    for (const basePath of ['', '/', '/a', '/a/', '/a/b/', '/%C3%BC']) {
      expect(() => create(passkeys, { ...valid, basePath })).not.toThrow()
    }
  })

  const changed = (change: object): readonly unknown[] => [passkeys, { ...valid, ...change }]
  test.each<[string, readonly unknown[], RegExp]>([
    ['no options', [passkeys], /the options are undefined; write \{ serve/],
    ['a function for options', [passkeys, () => null], /the options are a function/],
    ['nothing', [], /passkeys is undefined; .*createPasskeys\(\)/],
    ['the configuration for passkeys', [config, valid], /pass createPasskeys\(config\)/],
    ['a promise of passkeys', [Promise.resolve(passkeys), valid], /await it first/],
    ['options in the first place', [{ passkeys, ...valid }], /createPasskeyHandler\(passkeys, options\)/],
    ['no serve', changed({ serve: undefined }), /serve is undefined.*'public', 'self', 'admin', 'outcome'/],
    ['a serve that is a text', changed({ serve: 'admin' }), /write an array, such as serve: \['admin'\]/],
    ['an empty serve', changed({ serve: [] }), /serve is empty.*'public', 'self', 'admin', 'outcome'/],
    ['a misspelled group', changed({ serve: ['publc'] }), /'publc'.*Did you mean 'public'\?/],
    [
      'an unknown group',
      changed({ serve: ['everything'] }),
      /'everything'.*The groups are 'public', 'self', 'admin', 'outcome'/,
    ],
    ['a group that is no text', changed({ serve: [undefined] }), /serve has undefined/],
    ['admin routes without a guard', changed({ serve: ['admin'] }), /authorizeAdmin: \(request, \{ action \}\)/],
    ['no session', changed({ session: undefined }), /session is missing. Write session: \(request\)/],
    ['a session that is none', changed({ session: null }), /session is null/],
    ['no onSignedIn', changed({ onSignedIn: undefined }), /onSignedIn is missing. Write onSignedIn:/],
    ['a guard that is an object', changed({ authorizeAdmin: { id: 'root' } }), /authorizeAdmin is an object with id/],
    ['a clientAddress that is no function', changed({ clientAddress: '192.0.2.1' }), /clientAddress is a string/],
    ['an onRefused that is no function', changed({ onRefused: true }), /onRefused is true/],
    ['a misspelled option', changed({ onSignIn: () => null }), /unknown option 'onSignIn': did you mean onSignedIn\?/],
    ['another option', changed({ cors: true }), /unknown option 'cors': there are basePath, serve, session/],
    ['an option of Object', changed({ toString: () => '' }), /unknown option 'toString'/],
    ['a prefix', changed({ prefix: '/auth' }), /unknown option 'prefix': write basePath/],
    ['an error handler', changed({ onError: () => null }), /unknown option 'onError': write onRefused/],
    ['a member of the configuration', changed({ storage: {} }), /'storage': give it to createPasskeys/],
    ['the logger', changed({ logger: console }), /'logger': give it to createPasskeys/],
    ['the types of problems', changed({ problemTypes: () => '' }), /'problemTypes': give it to createPasskeys/],
    ['the old name signedIn', changed({ signedIn: () => null }), /write onSignedIn/],
    ['the old name admin', changed({ admin: () => null }), /write authorizeAdmin/],
    ['the old name refused', changed({ refused: () => null }), /write onRefused/],
    ['a base path without a slash', changed({ basePath: 'passkeys' }), /write a path such as '\/passkeys'/],
    ['a base path with a query', changed({ basePath: '/passkeys?x' }), /write a path/],
    ['a base path that is a URL', changed({ basePath: 'https://example.com/passkeys' }), /write a path/],
    ['a base path that is a number', changed({ basePath: 7 }), /basePath is a number/],
    ['a base path that is a pattern', changed({ basePath: '/passkeys/*' }), /cannot be a pattern. .*'\/passkeys'/],
    ['a base path with a parameter', changed({ basePath: '/:tenant/passkeys' }), /cannot be a pattern. .*'\/'/],
    ['a base path of Express 5', changed({ basePath: '/passkeys/{*rest}' }), /cannot be a pattern. .*'\/passkeys'/],
    ['a base path with dots', changed({ basePath: '/a/../b' }), /write it as URLs have it: '\/b'/],
    ['a base path with a space', changed({ basePath: '/my keys' }), /'\/my%20keys'/],
  ])('%s', (_, values, message) => {
    expect(() => create(...values)).toThrow(TypeError)
    expect(() => create(...values)).toThrow(message)
  })
})

describe('the handler takes a Fetch Request', () => {
  test.each<[string, unknown]>([
    ['a request of node:http, Express or Fastify', new IncomingMessage(new Socket())],
    ['the context of a framework', { request: new Request('https://app.example.com/') }],
    ['nothing', undefined],
    ['a URL', 'https://app.example.com/passkeys/config'],
  ])('%s: the error says toNodeListener(handle)', async (_, given) => {
    const handle = create(passkeys, valid) as (request: unknown) => Promise<Response>
    await expect(handle(given)).rejects.toThrow(TypeError)
    await expect(handle(given)).rejects.toThrow('toNodeListener(handle)')
  })
})

describe('toNodeListener refuses what cannot work', () => {
  const handle = createPasskeyHandler(passkeys, { ...valid, serve: ['public'] })
  const listen: (...values: readonly unknown[]) => unknown = toNodeListener as never

  test('and takes a handler, with options and without', () => {
    expect(() => listen(handle)).not.toThrow()
    expect(() => listen(handle, { origin: 'https://app.example.com', onError: () => {} })).not.toThrow()
    expect(() => listen(async () => new Response())).not.toThrow()
  })

  test.each<[string, readonly unknown[], RegExp]>([
    ['nothing', [], /was given undefined; pass what createPasskeyHandler\(passkeys, options\) returns/],
    ['passkeys', [passkeys], /was given an object with .*; pass what createPasskeyHandler/],
    ['a promise', [Promise.resolve(handle)], /was given a promise; await it first/],
    ['an origin for options', [handle, 'https://app.example.com'], /write \{ origin \}/],
    ['a misspelled option', [handle, { orgin: 'https://app.example.com' }], /'orgin'; did you mean origin\?/],
    ['another option', [handle, { basePath: '/x' }], /'basePath'; there are origin, onError/],
    ['an origin without a scheme', [handle, { origin: 'localhost:3000' }], /such as 'https:\/\/app.example.com'/],
    ['an origin with a path', [handle, { origin: 'https://app.example.com/' }], /an origin that is none/],
    ['an onError that is no function', [handle, { onError: true }], /onError: \(error\) => …/],
  ])('%s', (_, values, message) => {
    expect(() => listen(...values)).toThrow(TypeError)
    expect(() => listen(...values)).toThrow(message)
  })
})

describe('what your functions return is checked', () => {
  const ask = (change: object, path: string) => {
    const handle = create(passkeys, { ...valid, serve: ['public', 'self', 'admin'], ...change }) as typeof fetch
    return handle(new Request(`https://example.com/passkeys${path}`))
  }

  test.each([null, undefined])('session returns %s: not signed in', async (none) => {
    const response = await ask({ session: () => none, authorizeAdmin: () => null }, '/')
    expect(response.status).toBe(401)
  })

  test.each<[unknown, RegExp]>([
    ['ada', /session returned a string; return \{ userId, user: \{ name \}, authenticatedAt, methods \}, or null/],
    [false, /session returned false/],
    [7, /session returned a number/],
    [[], /session returned an empty array/],
  ])('session returns %j: the error says what to return', async (session, message) => {
    const asked = ask({ session: async () => session, authorizeAdmin: () => null }, '/')
    await expect(asked).rejects.toThrow(TypeError)
    await expect(asked).rejects.toThrow(message)
  })

  test.each([null, undefined, false])('authorizeAdmin returns %s: forbidden', async (none) => {
    expect((await ask({ authorizeAdmin: async () => none }, '/admin/policy')).status).toBe(403)
  })

  test.each<[unknown, RegExp]>([
    [true, /authorizeAdmin returned true; return \{ id:/],
    ['root', /returned a string/],
    [{}, /returned an object with no members/],
    [{ id: 7 }, /returned an object with id/],
    [{ id: '' }, /returned an object with id/],
    [{ userId: 'root' }, /returned an object with userId/],
  ])('authorizeAdmin returns %j: the error says what to return', async (actor, message) => {
    await expect(ask({ authorizeAdmin: () => actor }, '/admin/policy')).rejects.toThrow(message)
  })
})

import { createPasskeys } from '@latchkey/core'
import { createWellKnownHandler } from '@latchkey/http'
import { memoryStorage } from '@latchkey/memory'
import { describe, expect, test } from 'vitest'

const passkeys = createPasskeys({
  relyingParty: { id: 'app.example.com', name: 'Example' },
  secret: 'a secret of at least 32 bytes, for tests',
  storage: memoryStorage(),
  policy: { mode: 'optional' },
  apple: [{ teamId: 'ABCDE12345', bundleId: 'com.example.app' }],
  passkeyEndpoints: { manage: 'https://app.example.com/passkeys' },
})
const wellKnown = createWellKnownHandler(passkeys)
const request = (path: string, method = 'GET') => wellKnown(new Request(`https://app.example.com${path}`, { method }))

describe('createWellKnownHandler', () => {
  test.each([
    ['/.well-known/apple-app-site-association', { webcredentials: { apps: ['ABCDE12345.com.example.app'] } }],
    ['/.well-known/passkey-endpoints', { manage: 'https://app.example.com/passkeys' }],
  ])('serves %s with status 200, as JSON that may be cached', async (path, body) => {
    const response = await request(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('cache-control')).toBe('public, max-age=3600')
    expect(await response.json()).toEqual(body)
  })

  test('answers HEAD without a body', async () => {
    const response = await request('/.well-known/passkey-endpoints', 'HEAD')
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'application/json',
      '',
    ])
  })

  test.each([
    '/.well-known/assetlinks.json',
    '/.well-known/webauthn',
    '/.well-known/',
    '/apple-app-site-association',
    '/.well-known/passkey-endpoints/',
    '/.WELL-KNOWN/passkey-endpoints',
  ])('%s is not found: only what is configured is served', async (path) => {
    expect((await request(path)).status).toBe(404)
  })

  test('refuses other methods', async () => {
    const response = await request('/.well-known/passkey-endpoints', 'POST')
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  test.each([undefined, null, {}, { relyingParty: { id: 'app.example.com' } }])('refuses %o for passkeys', (given) => {
    expect(() => createWellKnownHandler(given as unknown as typeof passkeys)).toThrow(TypeError)
  })
})

import { createPasskeys, type PasskeysConfig } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import { describe, expect, test } from 'vitest'
import { secret } from '../world.js'

const create = (relatedOrigins: unknown) =>
  createPasskeys({
    relyingParty: { id: 'example.com', name: 'Example', origins: ['https://app.example.com'], relatedOrigins },
    secret,
    storage: memoryStorage(),
    policy: { mode: 'optional' },
  } as PasskeysConfig)

const hosts = (...names: string[]) => names.map((name) => `https://${name}`)
const five = hosts('a.test', 'www.b.test', 'c.co.uk', 'd.com.au', 'e.github.io')

describe('relatedOrigins', () => {
  test('without any there is no document', () => {
    for (const none of [undefined, []]) {
      const { wellKnown, relyingParty } = create(none)
      expect({ wellKnown, relatedOrigins: relyingParty.relatedOrigins }).toEqual({ wellKnown: [], relatedOrigins: [] })
    }
  })

  test('are accepted in ceremonies and are the document, each once, which no cache keeps', () => {
    const { wellKnown, ceremonyOrigins } = create([...five, ...five])
    expect(ceremonyOrigins).toEqual(['https://app.example.com', ...five])
    expect(wellKnown).toEqual([{ path: '/.well-known/webauthn', body: { origins: five }, cacheControl: 'no-cache' }])
  })

  test.each<[string, unknown, string]>([
    ['http', ['http://example.net'], "'https://example.net'"],
    ['http on localhost', ['http://app.localhost:3000'], "'https://app.localhost:3000'"],
    ['no scheme', ['example.net'], "'https://example.net'"],
    ['a path', ['https://example.net/login'], "'https://example.net'"],
    ['capitals', ['https://EXAMPLE.net'], "'https://example.net'"],
    ['a wildcard', ['https://*.example.net'], 'write each origin by itself'],
    ['a single label', ['https://intranet'], 'whole host name'],
    ['localhost', ['https://localhost'], 'whole host name'],
    ['a trailing dot', ['https://example.net.'], 'whole host name'],
    ['an underscore', ['https://my_app.example.net'], 'whole host name'],
    ['an IP address', ['https://192.0.2.1'], 'IP addresses'],
    ['the RP ID', ['https://example.com'], 'write it into relyingParty.origins'],
    ['a subdomain of the RP ID', ['https://shop.example.com:8443'], 'write it into relyingParty.origins'],
    ['an Android app', [`android:apk-key-hash:${'A'.repeat(43)}`], "'https://example.com'"],
    ['an extension', [`chrome-extension://${'a'.repeat(32)}`], "'https://example.com'"],
    ['nothing', [''], 'scheme and host'],
    ['a number', [7], 'must be text, not a number'],
    ['null', [null], 'must be text, not null'],
    ['a URL', [new URL('https://example.net/login')], "write 'https://example.net'"],
    ['text for a list', 'https://example.net', "write ['https://example.net']"],
    ['six domains', [...five, 'https://f.test'], 'has 6 different domain names'],
    [
      'six sites of one hosting company',
      hosts(...'abcdef'.split('').map((name) => `${name}.github.io`)),
      '6 different',
    ],
    ['six countries of six names', hosts(...'abcdef'.split('').map((name) => `${name}.co.jp`)), '6 different'],
  ])('refuses %s and says what to write', (_, relatedOrigins, hint) => {
    const attempt = () => create(relatedOrigins)
    expect(attempt).toThrow(TypeError)
    expect(attempt).toThrow('relyingParty.relatedOrigins')
    expect(attempt).toThrow(hint)
  })

  test.each([
    ['one name in seven countries', ['com.pl', 'in.th', 'fr', 'de', 'it', 'es', 'co.uk'].map((it) => `brand.${it}`)],
    ['seven hosts of one name', [...'abcdefg'].map((it) => `${it}.example.net`)],
    ['a public suffix, which no browser counts', ['co.uk', ...[...'abcde'].map((it) => `${it}.test`)]],
  ])('takes %s', (_, names) => {
    expect(create(hosts(...names)).relyingParty.relatedOrigins).toEqual(hosts(...names))
  })

  test('an origin of another domain is sent there', () => {
    const relyingParty = { id: 'example.com', name: 'Example', origins: ['https://example.net'] }
    const attempt = () => createPasskeys({ relyingParty, secret, storage: memoryStorage() })
    expect(attempt).toThrow('write an origin of another domain into relyingParty.relatedOrigins')
  })
})

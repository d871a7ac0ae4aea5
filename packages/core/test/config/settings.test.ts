import { memoryStorage } from '@latchkey/memory'
import { describe, expect, test } from 'vitest'
import type { PasskeysConfig } from '../../src/config/passkeys-config.js'
import type { ProviderList } from '../../src/config/provider-list.js'
import { resolveSettings } from '../../src/config/settings.js'

const secret = '0123456789abcdef0123456789abcdef'
const storage = memoryStorage()
const relyingParty = { id: 'example.com', name: 'Example' }

const google = 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4'

function settings(change: Partial<PasskeysConfig>) {
  return resolveSettings({ relyingParty, secret, storage, ...change })
}

describe('resolveSettings', () => {
  const icon = 'data:image/png;base64,AAAA'
  test.each<[string, unknown, object]>([
    ['an AAGUID in capitals', { [google.toUpperCase()]: { name: 'x' } }, { name: 'x' }],
    ['an icon from elsewhere', { [google]: { name: 'x', icon_light: 'https://example.com/x.svg' } }, { name: 'x' }],
    ['an icon that is a page', { [google]: { name: 'x', icon_dark: 'data:text/html;base64,PGI+' } }, { name: 'x' }],
    ['an icon that is empty', { [google]: { name: 'x', icon_dark: '' } }, { name: 'x' }],
    ['an icon that is null', { [google]: { name: 'x', icon_dark: null } }, { name: 'x' }],
    [
      'one icon of 70 kB and a good one',
      { [google]: { name: 'x', icon_light: `data:image/png;base64,${'A'.repeat(70_000)}`, icon_dark: icon } },
      { name: 'x', icon_dark: icon },
    ],
    ['two spellings', { [google]: { name: 'x' }, [google.toUpperCase()]: { name: 'y' } }, { name: 'x' }],
  ])('a list of providers with %s: the rest of the row counts', (_, providers, row) => {
    expect(settings({ providers: providers as ProviderList }).providers).toEqual({ [google]: row })
  })

  test.each<[string, unknown]>([
    ['no name', {}],
    ['an empty name', { name: '' }],
    ['a name of 101 characters', { name: 'x'.repeat(101) }],
    ['a text', 'x'],
    ['null', null],
  ])('a row of providers that is %s is left out, and the others count', (_, row) => {
    const other = '00000000-0000-0000-0000-000000000001'
    const providers = { [google]: row, [other]: { name: 'x' }, elsewhere: { name: 'y' } } as ProviderList
    expect(settings({ providers }).providers).toEqual({ [other]: { name: 'x' } })
  })

  test.each([['x'], [[]], [7]])('providers that are no list are refused: %j', (providers) => {
    expect(() => settings({ providers: providers as unknown as ProviderList })).toThrow('providers')
  })

  test('what is left out has its default', () => {
    const resolved = settings({})
    expect(resolved.relyingParty).toEqual({
      ...relyingParty,
      origins: ['https://example.com'],
      relatedOrigins: [],
    })
    expect(resolved).toMatchObject({ environment: 'default', policy: {}, host: {} })
    expect(resolved.now()).toBeTypeOf('number')
  })

  test('the RP ID is the host of baseUrl, without its port', () => {
    const derived = settings({ relyingParty: { name: 'Example' }, baseUrl: 'https://app.example.com:8443/x' })
    expect(derived.relyingParty.id).toBe('app.example.com')
  })

  test.each([
    ['https://example.com', 'example.com'],
    ['example.com/login', 'path'],
    ['example.com:443', 'port'],
    ['127.0.0.1', 'IP address'],
    ['[::1]', 'IP address'],
    ['*.example.com', 'wildcard'],
    ['example.com.', 'trailing dot'],
    ['Example.com', "'example.com'"],
    ['münchen.de', 'Punycode'],
    ['com', 'single label'],
    ['my_app.example.com', 'underscore'],
    ['', 'ASCII host name'],
  ])('refuses the RP ID %j and says what to write', (id, hint) => {
    const attempt = () => settings({ relyingParty: { id, name: 'Example' } })
    expect(attempt).toThrow(TypeError)
    expect(attempt).toThrow(hint)
    expect(attempt).toThrow('relyingParty.id')
  })

  test.each([
    ['https://example.com/', "'https://example.com'"],
    ['https://EXAMPLE.com', "'https://example.com'"],
    ['https://example.com:443', "'https://example.com'"],
    ['http://example.com', 'only https'],
    ['https://example.org', 'subdomain'],
    ['https://notexample.com', 'subdomain'],
    ['https://example.com.evil.net', 'subdomain'],
    ['example.com', "'https://example.com'"],
    ['app.example.com:8443', "'https://app.example.com:8443'"],
    ['localhost:3000', "'http://localhost:3000'"],
    ['null', 'scheme and host'],
    ['android:apk-key-hash:short', '43 characters'],
  ])('refuses the origin %j and says what to write', (origin, hint) => {
    const attempt = () => settings({ relyingParty: { ...relyingParty, origins: [origin] } })
    expect(attempt).toThrow(TypeError)
    expect(attempt).toThrow(hint)
  })

  test.each([
    ['example.com', 'https://app.example.com:8443'],
    ['localhost', 'http://localhost:3000'],
    ['localhost', 'http://app.localhost:3000'],
    ['example.com', `android:apk-key-hash:${'A'.repeat(43)}`],
  ])('under %s takes the origin %s', (id, origin) => {
    expect(settings({ relyingParty: { id, name: 'Example', origins: [origin] } }).relyingParty.origins).toEqual([
      origin,
    ])
  })

  test.each<[string, object, string]>([
    ['no secret', { secret: undefined }, 'secret'],
    ['a secret of 31 bytes', { secret: 'x'.repeat(31) }, '32 bytes'],
    ['a short one among several', { secret: [secret, 'short'] }, '32 bytes'],
    ['no origins', { relyingParty: { ...relyingParty, origins: [] } }, 'origins'],
    ['no name', { relyingParty: { id: 'example.com', name: ' ' } }, 'name'],
    ['no storage', { storage: undefined }, 'storage'],
    ['limit 101', { policy: { limit: 101 } }, 'policy.limit'],
    ['a host function with a typo', { host: { findUsers: () => undefined } }, 'findUsers'],
    ['a host member that is no function', { host: { findUser: 'x' } }, 'host.findUser'],
    ['a setting that is unknown', { polices: {} }, 'polices'],
  ])('refuses %s, naming it', (_, change, hint) => {
    expect(() => settings(change)).toThrow(TypeError)
    expect(() => settings(change)).toThrow(hint)
  })

  test('several secrets: all open, the last makes the decoys unless one is named', () => {
    const old = 'y'.repeat(32)
    const { secrets, decoySecret } = settings({ secret: [secret, old] })
    expect(secrets).toHaveLength(2)
    expect(new TextDecoder().decode(decoySecret)).toBe(old)
    const named = settings({ secret: [secret], decoySecret: old })
    expect(new TextDecoder().decode(named.decoySecret)).toBe(old)
  })
})

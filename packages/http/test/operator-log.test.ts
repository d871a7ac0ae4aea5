import type { PasskeyHandlerOptions, SignedIn } from '@latchkey/http'
import { memoryStorage } from '@latchkey/memory'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createApp, origin } from './app.js'

const lines: string[] = []
beforeEach(() => {
  lines.length = 0
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.spyOn(console, 'warn').mockImplementation((line) => void lines.push(String(line)))
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** An app whose developer has written no `onRefused`. */
function setUp(change: Partial<PasskeyHandlerOptions> = {}, storage = memoryStorage()) {
  const { handle } = createApp({ onRefused: undefined, ...change }, origin, { storage })
  return async (method: string, path: string, headers: Record<string, string> = {}) =>
    (await handle(new Request(origin + path, { method, headers }))).status
}

describe('without onRefused, the operator’s mistakes are printed', () => {
  test('an origin that is not configured: the one that was seen, and those that are', async () => {
    const send = setUp()
    expect(await send('POST', '/passkeys/sign-in/begin', { origin: 'http://localhost:5173' })).toBe(403)
    expect(lines).toEqual([expect.stringContaining('http://localhost:5173')])
    expect(lines[0]).toContain(`Configured: ${origin}`)
    expect(lines[0]).toContain('relyingParty.origins')
  })

  test.each(['http://127.0.0.1:3000', 'http://[::1]:3000'])('%s: passkeys need a host name', async (address) => {
    await setUp()('POST', '/passkeys/sign-in/begin', { origin: address })
    expect(lines).toEqual([expect.stringContaining(`open the page at ${origin}`)])
    expect(lines[0]).not.toContain('add its origin')
  })

  test('to the logger of the configuration, if it has one', async () => {
    const logged: string[] = []
    const { handle } = createApp({ onRefused: undefined }, origin, { logger: { warn: (line) => logged.push(line) } })
    const headers = { origin: 'http://localhost:5173' }
    await handle(new Request(`${origin}/passkeys/sign-in/begin`, { method: 'POST', headers }))
    expect(logged).toEqual([expect.stringContaining('http://localhost:5173')])
    expect(lines).toEqual([])
  })

  test('no Origin header', async () => {
    expect(await setUp()('POST', '/passkeys/sign-in/begin')).toBe(403)
    expect(lines).toEqual([expect.stringMatching(/no Origin header.*Origin: https:\/\/app\.example\.com/)])
  })

  test.each([
    [
      '/api/passkeys/config',
      /request for \/api\/passkeys\/config .*basePath is \/passkeys.*basePath: '\/api\/passkeys'/,
    ],
    ['/auth/sign-in/begin/', /request for \/auth\/sign-in\/begin .*basePath: '\/auth'/],
    ['/api/passkeys', /request for \/api\/passkeys .*basePath: '\/api\/passkeys'/],
    ['/config', /request for \/config .*cuts the mount prefix: write basePath: '\/'/],
  ])('a path elsewhere, %s: the path and the base path', async (path, line) => {
    expect(await setUp()('GET', path)).toBe(404)
    expect(lines).toEqual([expect.stringMatching(line)])
  })

  test('a path of another app, or an unknown route, is no mistake of the operator', async () => {
    const send = setUp()
    for (const path of ['/', '/x', '/passkeys/nothing', '/admin/policy']) expect(await send('GET', path)).toBe(404)
    expect(lines).toEqual([])
  })

  test('storage that is away, by its code; a schema error in the adapter’s words', async () => {
    const schema = Object.assign(new Error('The database is at migration 1: run `latchkey migrate`.'), {
      name: 'SchemaError',
    })
    const away = Object.assign(new Error('connect 10.0.0.1 as ada@example.com'), { code: 'ECONNREFUSED' })
    for (const cause of [new Error('around', { cause: schema }), away]) {
      const memory = memoryStorage()
      const send = setUp({}, { ...memory, policies: { ...memory.policies, read: () => Promise.reject(cause) } })
      expect(await send('GET', '/passkeys/config')).toBe(503)
    }
    expect(lines).toEqual([
      expect.stringContaining('run `latchkey migrate`'),
      expect.stringMatching(/not available \(ECONNREFUSED\)/),
    ])
    expect(lines.join()).not.toContain('ada')
  })

  test('a session without methods, once', async () => {
    const session = (): SignedIn => ({ userId: 'ada', authenticatedAt: 0, methods: [], user: { name: 'ada' } })
    const send = setUp({ session })
    await send('GET', '/passkeys/')
    vi.setSystemTime(Date.now() + 3_600_000)
    await send('GET', '/passkeys/')
    expect(lines).toEqual([expect.stringContaining("methods: [{ name: 'password', at: Date.now() }]")])
  })

  test('what a user or a stranger causes is not printed', async () => {
    const send = setUp()
    expect(await send('GET', '/passkeys/config', { 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await send('GET', '/passkeys/')).toBe(401)
    expect(lines).toEqual([])
  })
})

describe('a line is printed', () => {
  const foreign = { origin: 'https://other.example' }

  test('once per cause and minute', async () => {
    const send = setUp()
    for (let times = 0; times < 5; times++) await send('POST', '/passkeys/sign-in/begin', foreign)
    await send('POST', '/passkeys/sign-in/begin', { origin: 'https://another.example' })
    expect(lines).toHaveLength(1)
    await send('POST', '/passkeys/sign-in/begin')
    expect(lines).toHaveLength(2)
    vi.setSystemTime(Date.now() + 59_999)
    await send('POST', '/passkeys/sign-in/begin', foreign)
    expect(lines).toHaveLength(2)
    vi.setSystemTime(Date.now() + 1)
    await send('POST', '/passkeys/sign-in/begin', foreign)
    expect(lines).toHaveLength(3)
  })

  test('without what could be a name, a secret or a line of a stranger', async () => {
    const send = setUp()
    await send('GET', '/users/ada%40example.com/4711/passkeys/config')
    await send('POST', '/passkeys/sign-in/begin', { origin: 'x'.repeat(20) })
    expect(lines[0]).toContain('/users/…/…/passkeys/config')
    expect(lines[1]).not.toContain('xxx')
  })

  test('not where onRefused gets it, with the same sentence in the cause', async () => {
    const causes: unknown[] = []
    const send = setUp({ onRefused: ({ cause }) => causes.push(cause) })
    await send('POST', '/passkeys/sign-in/begin', foreign)
    await send('GET', '/api/passkeys/config')
    expect(lines).toEqual([])
    expect(causes.map(String)).toEqual([
      expect.stringContaining('https://other.example'),
      expect.stringContaining('basePath is /passkeys'),
    ])
  })
})

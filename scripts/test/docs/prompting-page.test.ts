import { readFileSync } from 'node:fs'
import { createPasskeys, type PartialPolicy, type Session } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import { transformSync } from 'esbuild'
import { describe, expect, test } from 'vitest'

const page = readFileSync(new URL('../../../docs/prompting.md', import.meta.url), 'utf8')
const block =
  page
    .split('```ts')
    .find((part) => part.includes('export const kinde'))
    ?.split('```')[0] ?? ''
const { code } = transformSync(block, { loader: 'ts' })
const products: Readonly<Record<string, PartialPolicy>> = await import(
  `data:text/javascript,${encodeURIComponent(code)}`
)

const day = 86_400_000
const start = Date.UTC(2026, 0, 1)

/** One user of an app with that policy. */
function openApp(policy: PartialPolicy) {
  const clock = { now: start }
  const passkeys = createPasskeys({
    relyingParty: { id: 'example.com', name: 'Example' },
    secret: 'a secret of at least 32 bytes, for tests',
    storage: memoryStorage(),
    policy,
    now: () => clock.now,
  })
  const session = (name: string): Session => ({
    userId: 'alice',
    authenticatedAt: clock.now,
    methods: [{ name, at: clock.now }],
  })
  return {
    clock,
    decide: (method = 'password') => passkeys.prompt.decide({ session: session(method), on: 'sign-in' }),
    answer: (answer: 'not-now' | 'never') => passkeys.prompt.answer({ session: session('password'), answer }),
    effective: async () => (await passkeys.policy.effective()).policy,
  }
}

/** What the page says of each product: after which methods, for how many days of silence, and whether never again. */
const said = [
  ['kinde', ['password', 'username', 'phone-otp', 'email-otp', 'magic-link'], Number.POSITIVE_INFINITY, false],
  ['workos', ['password'], 14, true],
  ['auth0', ['password', 'email-otp'], 30, true],
  ['zitadel', ['password', 'username', 'phone-otp', 'email-otp', 'magic-link'], 14, false],
  ['secureauth', ['password', 'username', 'phone-otp', 'email-otp', 'magic-link'], 14, false],
] as const

const methods = ['password', 'username', 'phone-otp', 'email-otp', 'magic-link', 'social', 'enterprise', 'other']

describe.each(said)('%s, as docs/prompting.md has it', (product, after, silentDays, never) => {
  const app = () => openApp(products[product] ?? {})

  test('asks after these methods and no others', async () => {
    const { decide } = app()
    for (const method of methods) {
      const expected = after.some((it) => it === method) ? 'offer' : 'none'
      expect((await decide(method)).prompt, method).toBe(expected)
    }
  })

  test('is silent for so long after "Not now"', async () => {
    const { clock, decide, answer } = app()
    await answer('not-now')
    const whole = Math.min(silentDays, 10_000)
    clock.now = start + whole * day - 1
    expect((await decide()).prompt).toBe('none')
    clock.now += 1
    expect((await decide()).prompt).toBe(whole === silentDays ? 'offer' : 'none')
  })

  test('offers "Don\'t ask again", or does not', async () => {
    const { decide, answer } = app()
    expect((await decide()).never).toBe(never)
    if (never) await expect(answer('never')).resolves.toMatchObject({ prompt: 'none' })
    else await expect(answer('never')).rejects.toMatchObject({ code: 'decline_refused' })
  })

  test('has the rest of its row', async () => {
    const { removeLast, password, satisfiesMfa } = await app().effective()
    expect(removeLast).toBe(product === 'secureauth' ? 'never' : 'if-other-method')
    expect(password).toBe(product === 'zitadel' ? 'refused-once-enrolled' : 'allowed')
    expect(satisfiesMfa).toBe(product === 'auth0' ? 'never' : 'when-user-verified')
  })
})

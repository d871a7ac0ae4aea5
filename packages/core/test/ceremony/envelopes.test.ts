import { memoryStorage } from '@latchkey/memory'
import type { Challenge } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'
import { type Binding, digestBinding, type SignInCeremony, unsafelyUnbound } from '../../src/ceremony/ceremony.js'
import { createEnvelopes } from '../../src/ceremony/envelopes.js'
import type { PasskeysConfig } from '../../src/config/passkeys-config.js'
import { resolveSettings } from '../../src/config/settings.js'

const noon = Date.UTC(2026, 0, 1, 12)
const secret = 's'.repeat(32)

function envelopes({ at = noon, ...change }: Partial<PasskeysConfig> & { at?: number } = {}) {
  const relyingParty = { id: 'example.com', name: 'Example' }
  const storage = memoryStorage()
  return createEnvelopes(resolveSettings({ relyingParty, secret, storage, now: () => at, ...change }))
}

async function ceremony(change: Partial<SignInCeremony> = {}, binding: Binding = 'cookie'): Promise<SignInCeremony> {
  const challenge = 'challenge' as Challenge
  const times = { issuedAt: noon, expiresAt: noon + 300_000 }
  return {
    id: 'id',
    challenge,
    userVerification: 'required',
    ...times,
    binding: await digestBinding(binding),
    ...change,
  }
}

const seal = async (change?: Partial<SignInCeremony>, binding?: Binding) =>
  envelopes().seal('sign-in', await ceremony(change, binding))

describe('envelopes', () => {
  test('what was sealed opens, and says nothing to who has no key', async () => {
    const sealed = await seal()
    expect(await envelopes().open('sign-in', sealed, 'cookie')).toEqual(await ceremony())
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('challenge')
  })

  test('the same ceremony never seals to the same text', async () => {
    expect(await seal()).not.toBe(await seal())
  })

  test.each<[string, () => Promise<unknown>]>([
    ['another purpose', async () => envelopes().open('enroll', await seal(), 'cookie')],
    ['another environment', async () => envelopes({ environment: 'staging' }).open('sign-in', await seal(), 'cookie')],
    [
      'another relying party',
      async () => envelopes({ relyingParty: { id: 'example.org', name: 'X' } }).open('sign-in', await seal(), 'cookie'),
    ],
    ['another secret', async () => envelopes({ secret: 'z'.repeat(32) }).open('sign-in', await seal(), 'cookie')],
    ['another browser', async () => envelopes().open('sign-in', await seal(), 'other')],
    ['a browser without the secret', async () => envelopes().open('sign-in', await seal(), '')],
    ['a browser that hands over no text', async () => envelopes().open('sign-in', await seal(), 7 as never)],
    ['an unbound finish of what was bound', async () => envelopes().open('sign-in', await seal(), unsafelyUnbound)],
    [
      'a bound finish of what was unbound',
      async () => envelopes().open('sign-in', await seal({}, unsafelyUnbound), 'cookie'),
    ],
    ['a number', () => envelopes().open('sign-in', 1, 'cookie')],
    ['nothing', () => envelopes().open('sign-in', '', 'cookie')],
    ['text that is not base64url', () => envelopes().open('sign-in', '!!!', 'cookie')],
    ['more than 4 kB', () => envelopes().open('sign-in', 'A'.repeat(4100), 'cookie')],
    ['one from two minutes ahead', async () => open({ issuedAt: noon + 120_000, expiresAt: noon + 400_000 })],
    ['one that lives longer than ten minutes', async () => open({ expiresAt: noon + 600_001 })],
  ])('ceremony_invalid: %s', async (_, attempt) => {
    await expect(attempt()).rejects.toMatchObject({ code: 'ceremony_invalid' })
  })

  const open = async (change: Partial<SignInCeremony>) => envelopes().open('sign-in', await seal(change), 'cookie')

  test('a clock that is more than a minute behind is named in the cause', async () => {
    const sealed = await seal({ issuedAt: noon + 120_000, expiresAt: noon + 400_000 })
    await expect(envelopes().open('sign-in', sealed, 'cookie')).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/120 seconds in the future: a clock/) },
    })
  })

  test('ceremony_invalid: any bit of it flipped', async () => {
    const bytes = Buffer.from(await seal(), 'base64url')
    for (let at = 0; at < bytes.length; at++) {
      const flipped = Buffer.from(bytes)
      flipped[at] = (flipped[at] ?? 0) ^ 1
      const attempt = envelopes().open('sign-in', flipped.toString('base64url'), 'cookie')
      await expect(attempt).rejects.toMatchObject({ code: 'ceremony_invalid' })
    }
  })

  test('ceremony_expired at its very end, and days later', async () => {
    const sealed = await seal()
    expect(await envelopes({ at: noon + 299_999 }).open('sign-in', sealed, 'cookie')).toMatchObject({ id: 'id' })
    for (const at of [noon + 300_000, noon + 5 * 86_400_000]) {
      await expect(envelopes({ at }).open('sign-in', sealed, 'cookie')).rejects.toMatchObject({
        code: 'ceremony_expired',
      })
    }
  })

  test('opens over midnight, and from a process whose clock is a minute behind', async () => {
    const late = Date.UTC(2026, 0, 1, 23, 59, 59)
    const sealed = await seal({ issuedAt: late, expiresAt: late + 300_000 })
    expect(await envelopes({ at: late + 2000 }).open('sign-in', sealed, 'cookie')).toMatchObject({ id: 'id' })
    expect(await envelopes({ at: late - 59_000 }).open('sign-in', sealed, 'cookie')).toMatchObject({ id: 'id' })
  })

  test('opens when it lives ten minutes and no more, and when its clock is a minute ahead and no more', async () => {
    const longest = await seal({ expiresAt: noon + 600_000 })
    expect(await envelopes().open('sign-in', longest, 'cookie')).toMatchObject({ id: 'id' })
    const ahead = await seal({ issuedAt: noon + 60_000, expiresAt: noon + 360_000 })
    expect(await envelopes().open('sign-in', ahead, 'cookie')).toMatchObject({ id: 'id' })
  })

  test('rotation: the first secret seals, all open, a dropped one does not', async () => {
    const fresh = 'f'.repeat(32)
    const before = await seal()
    const both = envelopes({ secret: [fresh, secret] })
    expect(await both.open('sign-in', before, 'cookie')).toMatchObject({ id: 'id' })
    const after = await both.seal('sign-in', await ceremony())
    expect(await envelopes({ secret: fresh }).open('sign-in', after, 'cookie')).toMatchObject({ id: 'id' })
    await expect(envelopes().open('sign-in', after, 'cookie')).rejects.toMatchObject({ code: 'ceremony_invalid' })
  })

  test('a binding that is none at all is a mistake of the developer', async () => {
    await expect(digestBinding('')).rejects.toThrow(TypeError)
    await expect(digestBinding(undefined as unknown as string)).rejects.toThrow(TypeError)
  })
})

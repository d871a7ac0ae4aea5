import { createHash } from 'node:crypto'
import { memoryStorage } from '@latchkey/memory'
import { describe, expect, test } from 'vitest'
import { beginCeremony } from '../../src/ceremony/begin-ceremony.js'
import { checkAge, digestBinding, type SignInCeremony, unsafelyUnbound } from '../../src/ceremony/ceremony.js'
import { createEnvelopes } from '../../src/ceremony/envelopes.js'
import { resolveSettings } from '../../src/config/settings.js'
import { resolvePolicy } from '../../src/policy/resolve-policy.js'

const now = Date.UTC(2026, 0, 1, 12)
const dayMs = 86_400_000
const { policy } = resolvePolicy([{ layer: 'code', policy: { ceremonySeconds: 60 } }])
const settings = resolveSettings({
  relyingParty: { id: 'example.com', name: 'Example' },
  secret: 's'.repeat(32),
  storage: memoryStorage(),
  now: () => now,
  randomBytes: (length) => new Uint8Array(length).fill(length),
})
const bytes = (text: string) => Buffer.from(text, 'base64url')
const ceremony = async (change: Partial<SignInCeremony> = {}): Promise<SignInCeremony> => ({
  ...(await beginCeremony(settings, policy, 'cookie')),
  userVerification: 'required',
  ...change,
})

describe('a ceremony', () => {
  test('begins with an id of 128 bits, a challenge of 256, the times of the policy, and the digest of its browser', async () => {
    expect(await beginCeremony(settings, policy, 'cookie')).toEqual({
      id: Buffer.alloc(16, 16).toString('base64url'),
      challenge: Buffer.alloc(32, 32).toString('base64url'),
      issuedAt: now,
      expiresAt: now + 60_000,
      binding: await digestBinding('cookie'),
    })
  })

  test('of no browser says so, and one of a browser says nothing of it', async () => {
    expect((await beginCeremony(settings, policy, unsafelyUnbound)).binding).toBe('unbound')
    expect(await digestBinding('cookie')).toBe(createHash('sha256').update('cookie').digest('base64url'))
  })

  test.each([new Uint8Array(32), 7, null, ['cookie'], ''])(
    'has no binding %j: a mistake of the developer',
    async (it) => {
      await expect(beginCeremony(settings, policy, it as never)).rejects.toThrow(/^binding is missing/)
    },
  )

  test('is over when it is as old as a ceremony may be today', () => {
    expect(checkAge({ issuedAt: now - 59_999 }, policy, now)).toBeUndefined()
    for (const age of [60_000, 60_001]) {
      const check = () => checkAge({ issuedAt: now - age }, policy, now)
      expect(check).toThrow(expect.objectContaining({ code: 'ceremony_expired' }))
    }
  })
})

describe('the envelope of a ceremony', () => {
  const { seal, open } = createEnvelopes(settings)

  test('has the format, the key and the day in front, and the rest is sealed', async () => {
    const sealed = bytes(await seal('sign-in', await ceremony()))
    expect(sealed[0]).toBe(1)
    expect(sealed.readUInt32BE(5)).toBe(Math.floor(now / dayMs))
    const another = bytes(await seal('enroll', (await ceremony()) as never))
    expect(another.subarray(0, 9)).toEqual(sealed.subarray(0, 9))
  })

  test('is text of 4096 characters at most: too_large', async () => {
    const sealedOf = async (length: number) => seal('sign-in', await ceremony({ organizationId: 'x'.repeat(length) }))
    const empty = bytes(await sealedOf(0)).length
    const longest = await sealedOf(3072 - empty)
    expect(longest).toHaveLength(4096)
    expect(await open('sign-in', longest, 'cookie')).toHaveProperty('organizationId', 'x'.repeat(3072 - empty))
    await expect(sealedOf(3073 - empty)).rejects.toMatchObject({ code: 'too_large' })
  })

  test.each([
    ['a header alone', (sealed: Buffer) => sealed.subarray(0, 9)],
    ['a header and a byte', (sealed: Buffer) => sealed.subarray(0, 10)],
    ['less than a header', (sealed: Buffer) => sealed.subarray(0, 4)],
    ['another format', (sealed: Buffer) => Buffer.from(sealed.with(0, 2))],
    ['a key that does not exist', (sealed: Buffer) => Buffer.from(sealed.with(1, (sealed[1] ?? 0) ^ 1))],
    ['another day', (sealed: Buffer) => Buffer.from(sealed.with(8, (sealed[8] ?? 0) ^ 1))],
    ['a byte too many', (sealed: Buffer) => Buffer.concat([sealed, Buffer.of(0)])],
  ])('that is %s: ceremony_invalid', async (_, change) => {
    const changed = change(bytes(await seal('sign-in', await ceremony())))
    const attempt = open('sign-in', changed.toString('base64url'), 'cookie')
    await expect(attempt).rejects.toMatchObject({ code: 'ceremony_invalid' })
  })

  test('that was bound to no browser is opened by who says so', async () => {
    const sealed = await seal('sign-in', await ceremony({ binding: 'unbound' }))
    expect(await open('sign-in', sealed, unsafelyUnbound)).toHaveProperty('binding', 'unbound')
    await expect(open('sign-in', sealed, 'unbound')).rejects.toMatchObject({ code: 'ceremony_invalid' })
  })

  test.each([
    ['a list of it', (sealed: string) => [sealed]],
    ['an object that reads like it', (sealed: string) => ({ length: sealed.length, toString: () => sealed })],
    ['a text object', (sealed: string) => Object(sealed)],
  ])('is a text, never %s: ceremony_invalid', async (_, disguised) => {
    const sealed = disguised(await seal('sign-in', await ceremony()))
    await expect(open('sign-in', sealed, 'cookie')).rejects.toMatchObject({ code: 'ceremony_invalid' })
  })

  test('is opened a minute before it was sealed, and no more', async () => {
    const ahead = async (by: number) =>
      open('sign-in', await seal('sign-in', await ceremony({ issuedAt: now + by, expiresAt: now + by + 1 })), 'cookie')
    expect(await ahead(60_000)).toHaveProperty('issuedAt', now + 60_000)
    await expect(ahead(60_001)).rejects.toMatchObject({ code: 'ceremony_invalid' })
  })
})

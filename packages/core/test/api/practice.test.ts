import { PasskeyError } from '@latchkey/core'
import type { AuthenticationTamper, RegistrationTamper } from '@latchkey/testing'
import { authenticatorFlags } from '@latchkey/testing'
import { decodeBase64url } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'
import { alice, binding, bob, createWorld, origin, secret, stateOf, type World } from '../world.js'

const codeOf = (attempt: Promise<unknown>) => attempt.then(() => 'accepted').catch(({ code }) => code)

const withClientData = (change: object): AuthenticationTamper => ({
  clientData: (honest) => ({ ...honest, ...change }) as typeof honest,
})
const withFlags = (change: (flags: number) => number): AuthenticationTamper => ({
  authenticatorData: (honest) => ({ ...honest, flags: change(honest.flags) }),
})

/** A user whose passkey is in this authenticator. */
async function enrolled(change: Parameters<typeof createWorld>[0] = {}, counts = false) {
  const world = createWorld(change)
  const authenticator = world.authenticator({ counts })
  const { passkey } = await world.enroll(authenticator)
  return { world, authenticator, passkey }
}

async function beginEnroll(world: World, user = alice) {
  const session = world.session({ userId: user.id })
  const { ceremony, options } = await world.passkeys.enroll.begin({ user, session, binding })
  return { ceremony, options, session, binding }
}

describe('what has gone wrong elsewhere', () => {
  test('challenge: used again, by another browser, for another purpose or elsewhere it is worth nothing', async () => {
    const { world, authenticator } = await enrolled()
    const elsewhere = createWorld({ storage: world.storage, environment: 'staging' })
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    const response = await authenticator.get(options)
    const finish = (of: World, change: object = {}) =>
      codeOf(of.passkeys.signIn.finish({ ceremony, response, binding, ...change }))
    expect(await finish(world, { binding: 'another cookie' })).toBe('ceremony_invalid')
    expect(await finish(world, { ceremony: (await beginEnroll(world)).ceremony })).toBe('ceremony_invalid')
    expect(await finish(elsewhere)).toBe('ceremony_invalid')
    expect(await finish(world, { response: { ...response, rawId: 'AAAA' } })).toBe('malformed_response')
    expect(await finish(world)).toBe('accepted')
    expect(await finish(world)).toBe('ceremony_spent')
  })

  test.each([
    'http://app.example.com',
    'https://app.example.com/',
    'https://app.example.com:444',
    'https://app.example.com.',
    'https://app.example.com.evil.net',
    'https://evil-app.example.com',
    'https://sub.app.example.com',
    'https://example.com',
    'HTTPS://APP.EXAMPLE.COM',
    'app.example.com',
    'null',
    '',
    `android:apk-key-hash:${'A'.repeat(43)}`,
  ])('origin: “%s” is another one', async (lie) => {
    const { world, authenticator } = await enrolled()
    expect(await codeOf(world.signIn(authenticator, { tamper: withClientData({ origin: lie }) }))).toBe(
      'origin_mismatch',
    )
  })

  test('user handle: random, and no passkey is added to an account without a fresh session of it', async () => {
    const { world } = await enrolled()
    const handle = (await stateOf(world)).account?.userHandle ?? ''
    expect(decodeBase64url(handle)).toHaveLength(32)
    const { options, session, ...begun } = await beginEnroll(world)
    const response = await world.authenticator().create({ ...options, excludeCredentials: [] })
    const others = world.session({ userId: bob.id })
    expect(await codeOf(world.passkeys.enroll.finish({ ...begun, response, session: others }))).not.toBe('accepted')
    world.clock.forward(301)
    const stale = { ...session, authenticatedAt: world.clock.now - 301_000 }
    expect(await codeOf(world.passkeys.enroll.begin({ user: alice, session: stale, binding }))).toBe(
      'recent_authentication_required',
    )
    expect((await stateOf(world)).passkeys).toHaveLength(1)
  })

  test('token binding: reserved, and not looked at', async () => {
    const { world, authenticator } = await enrolled()
    for (const tokenBinding of ['unused', { status: 'supported' }, { status: 'present', id: 'x' }]) {
      expect(await codeOf(world.signIn(authenticator, { tamper: withClientData({ tokenBinding }) }))).toBe('accepted')
    }
  })

  test('backup state: may change either way, and emits an event; backed up without being eligible is refused', async () => {
    const { world, authenticator } = await enrolled()
    const { backedUp, backupEligible } = authenticatorFlags
    await world.events()
    const off = withFlags((flags) => flags & ~backedUp)
    expect(await codeOf(world.signIn(authenticator, { tamper: off }))).toBe('accepted')
    expect(await codeOf(world.signIn(authenticator))).toBe('accepted')
    const told = (await world.events()).filter((name) => name === 'passkey.backup_state_changed')
    expect(told).toHaveLength(2)
    const impossible = withFlags((flags) => flags & ~backupEligible)
    expect(await codeOf(world.signIn(authenticator, { tamper: impossible }))).toBe('backup_flags_invalid')
  })

  test('sign count: zero is none, a leap is none, a fall is a copy', async () => {
    const count = (signCount: number) => ({
      tamper: { authenticatorData: (honest: object) => ({ ...honest, signCount }) } as AuthenticationTamper,
    })
    const { world, authenticator } = await enrolled({ policy: { mode: 'optional', signCount: 'reject' } })
    for (const [signCount, code] of [
      [0, 'accepted'],
      [0, 'accepted'],
      [1_600_000_000, 'accepted'],
      [0xffff_ffff, 'accepted'],
      [0xffff_ffff, 'sign_count_regression'],
      [1, 'sign_count_regression'],
      [0, 'sign_count_regression'],
    ] as const) {
      expect(await codeOf(world.signIn(authenticator, count(signCount)))).toBe(code)
    }
    expect((await stateOf(world)).passkeys).toMatchObject([{ signCount: 0xffff_ffff, signInCount: 4 }])
  })

  test('credential id: who has it keeps it', async () => {
    const { world, authenticator, passkey } = await enrolled()
    const { options, ...begun } = await beginEnroll(world, bob)
    const tamper: RegistrationTamper = {
      authenticatorData: (honest) => {
        const credentialId = Buffer.from(passkey.id, 'base64url')
        return { ...honest, attestedCredentialData: { ...honest.attestedCredentialData, credentialId } }
      },
      envelope: (honest) => ({ ...honest, id: passkey.id, rawId: passkey.id }),
    }
    const response = await world.authenticator().create(options, { tamper })
    expect(await codeOf(world.passkeys.enroll.finish({ ...begun, response }))).toBe('already_registered')
    expect((await stateOf(world, bob.id)).passkeys).toEqual([])
    expect((await world.signIn(authenticator)).userId).toBe(alice.id)
  })

  test('parsing: what is hashed is what came, and what can be read in two ways is not read', async () => {
    const { world, authenticator } = await enrolled()
    const marked: AuthenticationTamper = { clientData: (honest) => `\ufeff${JSON.stringify(honest)}` }
    expect(await codeOf(world.signIn(authenticator, { tamper: marked }))).toBe('accepted')
    const twice: AuthenticationTamper = {
      clientData: (honest) => JSON.stringify(honest).replace('{', '{"origin":"https://evil.example",'),
    }
    expect(await codeOf(world.signIn(authenticator, { tamper: twice }))).toBe('malformed_client_data')
    const inherited: AuthenticationTamper = {
      clientData: ({ type, challenge }) =>
        `{"type":"${type}","challenge":"${challenge}","__proto__":{"origin":"${origin}"}}`,
    }
    expect(await codeOf(world.signIn(authenticator, { tamper: inherited }))).toBe('malformed_client_data')
  })

  test('enumeration: an unknown name gets the same list each time, and no passkey answers to it', async () => {
    const { world, authenticator } = await enrolled()
    const ask = () => world.passkeys.signIn.begin({ identifier: 'unknown@example.com', binding })
    const { ceremony, options } = await ask()
    expect((await ask()).options.allowCredentials).toEqual(options.allowCredentials)
    const response = await authenticator.get({ ...options, allowCredentials: [] })
    expect(await codeOf(world.passkeys.signIn.finish({ ceremony, response, binding }))).toBe('credential_not_allowed')
  })

  test('downgrade: user verification that was asked for is not waived by an answer, nor by a later policy', async () => {
    const { world, authenticator } = await enrolled()
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    const response = await authenticator.get({ ...options, userVerification: 'discouraged' }, { userVerified: false })
    const lax = createWorld({
      storage: world.storage,
      policy: { mode: 'optional', userVerification: { signIn: 'discouraged' } },
    })
    for (const of of [world, lax]) {
      expect(await codeOf(of.passkeys.signIn.finish({ ceremony, response, binding }))).toBe('user_verification_missing')
    }
  })

  test('exhaustion: what is too long is not decoded, and what is for another page costs no read and no signature', async () => {
    const { world, authenticator } = await enrolled()
    const { find } = world.storage.passkeys
    let reads = 0
    const counted: typeof find = (...asked) => {
      reads++
      return find(...asked)
    }
    Object.assign(world.storage.passkeys, { find: counted })
    const envelope: AuthenticationTamper = {
      envelope: (honest) => ({ ...honest, response: { ...honest.response, signature: 'A'.repeat(12_000) } }),
    }
    expect(await codeOf(world.signIn(authenticator, { tamper: envelope }))).toBe('malformed_response')
    const elsewhere = withClientData({ origin: 'https://evil.example' })
    expect(await codeOf(world.signIn(authenticator, { tamper: elsewhere }))).toBe('origin_mismatch')
    const otherRp: AuthenticationTamper = {
      authenticatorData: (honest) => ({ ...honest, rpIdHash: new Uint8Array(32) }),
    }
    expect(await codeOf(world.signIn(authenticator, { tamper: otherRp }))).toBe('rp_id_hash_mismatch')
    expect(reads).toBe(0)
  })

  test('models: a list of them without proof is a mistake of the developer', () => {
    const authenticators = { allow: ['ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4'] }
    expect(() => createWorld({ policy: { mode: 'optional', authenticators } })).toThrow(TypeError)
  })

  test('time: the clock is the one that was given', async () => {
    const { world, authenticator } = await enrolled()
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    const response = await authenticator.get(options)
    world.clock.forward(24 * 3600)
    expect(await codeOf(world.passkeys.signIn.finish({ ceremony, response, binding }))).toBe('ceremony_expired')
  })

  test('errors: a code and a sentence, which quote nothing that came and nothing that was expected', async () => {
    const { world, authenticator } = await enrolled()
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    const other = await world.passkeys.signIn.begin({ binding })
    const response = await authenticator.get(other.options)
    const error = await world.passkeys.signIn.finish({ ceremony, response, binding }).catch((it) => it)
    expect(error).toBeInstanceOf(PasskeyError)
    expect(error.code).toBe('challenge_mismatch')
    for (const quoted of [options.challenge, other.options.challenge, ceremony, secret, response.id, origin]) {
      expect(`${error.message} ${JSON.stringify(error)}`).not.toContain(quoted)
    }
  })

  test('post-quantum: a key that was not offered is refused; offered, it signs in, whatever the platform knows', async () => {
    const offered = createWorld({ policy: { mode: 'optional', algorithms: [-48, -7] } })
    const authenticator = offered.authenticator({ algorithms: [-48] })
    await offered.enroll(authenticator)
    expect((await offered.signIn(authenticator)).userId).toBe(alice.id)
    const world = createWorld()
    const { options, ...begun } = await beginEnroll(world)
    const pubKeyCredParams = [{ type: 'public-key' as const, alg: -48 }]
    const response = await world.authenticator({ algorithms: [-48] }).create({ ...options, pubKeyCredParams })
    expect(await codeOf(world.passkeys.enroll.finish({ ...begun, response }))).toBe('algorithm_not_allowed')
  })
})

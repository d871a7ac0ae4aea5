import { type PasskeysConfig, type Session, unsafelyUnbound } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { alice, binding, bob, createWorld, rpId, stateOf, type WorldChange } from '../../world.js'
import { useSecondFactor } from '../own-ceremonies.js'

/** Alice has a passkey, and has signed in with her password. */
async function arrange(change: WorldChange = {}, made: { readonly userVerified?: boolean } = {}) {
  const world = createWorld(change)
  const authenticator = world.authenticator(made)
  const { passkey } = await world.enroll(authenticator)
  const session = world.session({ partial: true })
  return { world, authenticator, passkey, session }
}

const touch: NonNullable<PasskeysConfig['policy']> = {
  mode: 'optional',
  userVerification: { enroll: 'discouraged', signIn: 'discouraged' },
}

describe('a second factor', () => {
  test('completes the sign-in, and the use is recorded once', async () => {
    const { world, authenticator, passkey, session } = await arrange()
    const result = await useSecondFactor(world, authenticator, { session })
    expect(result).toMatchObject({
      kind: 'second-factor',
      userId: alice.id,
      passkey: { id: passkey.id, signInCount: 1 },
    })
    const [, used] = await world.told()
    expect(used).toMatchObject({ name: 'passkey.used', data: { purpose: 'second-factor' } })
  })

  test('asks for the user’s own passkeys only, at most the 20 used last', async () => {
    const { world, session } = await arrange({ policy: { mode: 'optional', limit: 100 } })
    for (let made = 0; made < 21; made++) {
      world.clock.forward(1)
      await world.enroll(world.authenticator(), world.session())
    }
    await world.enroll(world.authenticator(), world.session({ userId: bob.id }))
    const { options } = await world.passkeys.secondFactor.begin({ session, binding })
    const { passkeys } = await stateOf(world)
    const newest = passkeys.slice(-20).map(({ id }) => id)
    expect(options.allowCredentials?.map(({ id }) => id).sort()).toEqual(newest.sort())
  })

  test.each(['required', 'preferred', 'discouraged'] as const)(
    'user verification is asked as the policy says: %s',
    async (signIn) => {
      const { world, session } = await arrange({ policy: { mode: 'optional', userVerification: { signIn } } })
      const { options } = await world.passkeys.secondFactor.begin({ session, binding })
      expect(options.userVerification).toBe(signIn)
    },
  )

  test('one ceremony, one success', async () => {
    const { world, authenticator, session } = await arrange()
    const { ceremony, options } = await world.passkeys.secondFactor.begin({ session, binding })
    const response = await authenticator.get(options)
    const finish = () => world.passkeys.secondFactor.finish({ ceremony, response, session, binding })
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, finish))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(finish()).rejects.toMatchObject({ code: 'ceremony_spent' })
  })

  test('mandatory passkeys as a second factor only: what was enrolled is accepted', async () => {
    const policy = { mode: 'mandatory', use: 'second-factor' } as const
    const { world, authenticator, session } = await arrange({ policy })
    await expect(world.signIn(authenticator)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(useSecondFactor(world, authenticator, { session })).resolves.toMatchObject({ userId: alice.id })
  })

  test('a passkey that is not discoverable is accepted under the smart flow too', async () => {
    const world = createWorld({ policy: { mode: 'optional', flow: 'classic' } })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { version } = await world.passkeys.policy.stored()
    await world.passkeys.admin.policy.setEnvironment({
      policy: { flow: 'smart' },
      expectedVersion: version,
      actor: { id: 'admin', scope: 'environment' },
    })
    const session = world.session({ partial: true })
    await expect(useSecondFactor(world, authenticator, { session })).resolves.toMatchObject({ userId: alice.id })
  })
})

describe('a second factor that is switched on for a user without a passkey', () => {
  const policy = { mode: 'mandatory', use: 'second-factor' } as const

  test('is not_found, and the full session of the password is asked for a passkey, which then is the second factor', async () => {
    const world = createWorld({ policy })
    const begin = () => world.passkeys.secondFactor.begin({ session: world.session({ partial: true }), binding })
    await expect(begin()).rejects.toMatchObject({ code: 'not_found' })
    const decided = await world.passkeys.prompt.decide({ session: world.session(), on: 'sign-in' })
    expect(decided).toMatchObject({ prompt: 'require', reason: 'mandatory', skippable: false })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const session = world.session({ partial: true })
    await expect(useSecondFactor(world, authenticator, { session })).resolves.toMatchObject({ userId: alice.id })
  })

  test('a partial session cannot make the passkey that it lacks', async () => {
    const world = createWorld({ policy })
    const session = world.session({ partial: true })
    const begun = world.passkeys.enroll.begin({ user: alice, session, binding })
    await expect(begun).rejects.toMatchObject({ code: 'not_signed_in' })
    const decided = world.passkeys.prompt.decide({ session, on: 'sign-in' })
    await expect(decided).rejects.toMatchObject({ code: 'not_signed_in' })
  })

  test('is not_found again once the last passkey is removed, or no policy accepts it', async () => {
    const { world, passkey, session } = await arrange()
    const { version } = await world.passkeys.policy.stored()
    await world.passkeys.admin.policy.setEnvironment({
      policy: { kinds: { synced: false }, authenticators: { at: 'enroll-and-sign-in' } },
      expectedVersion: version,
      actor: { id: 'admin', scope: 'environment' },
    })
    const begin = () => world.passkeys.secondFactor.begin({ session, binding })
    await expect(begin()).rejects.toMatchObject({ code: 'not_found' })
    const actor = { id: 'admin', scope: 'environment' } as const
    await world.passkeys.admin.passkeys.remove({ userId: alice.id, id: passkey.id, actor })
    await expect(begin()).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a partial session that lasts', () => {
  const old = { code: 'recent_authentication_required', status: 403 }

  test.each([
    [3600, undefined],
    [3601, old],
    [365 * 86_400, old],
  ] as const)('%i seconds after the first factor', async (seconds, refused) => {
    const { world, authenticator, session } = await arrange()
    world.clock.forward(seconds)
    const used = useSecondFactor(world, authenticator, { session })
    if (refused) await expect(used).rejects.toMatchObject(refused)
    else await expect(used).resolves.toMatchObject({ userId: alice.id })
  })

  test('the age counts to the begin: a finish later than the hour is accepted', async () => {
    const { world, authenticator, session } = await arrange()
    world.clock.forward(3600)
    const { ceremony, options } = await world.passkeys.secondFactor.begin({ session, binding })
    world.clock.forward(200)
    const response = await authenticator.get(options)
    const finished = world.passkeys.secondFactor.finish({ ceremony, response, session, binding })
    await expect(finished).resolves.toMatchObject({ userId: alice.id })
  })

  test('a new one begins, an old one cannot finish', async () => {
    const { world, authenticator, session: finishedBy } = await arrange()
    world.clock.forward(3601)
    const session = world.session({ partial: true })
    const used = useSecondFactor(world, authenticator, { session, finishedBy })
    await expect(used).rejects.toMatchObject(old)
  })

  test('a first factor from the future is none', async () => {
    const { world } = await arrange()
    const session = world.session({ partial: true, authenticatedAt: world.clock.now + 61_000 })
    await expect(world.passkeys.secondFactor.begin({ session, binding })).rejects.toMatchObject(old)
  })

  test('reaches nothing else, however young it is', async () => {
    const { world, passkey, session } = await arrange()
    const { passkeys } = world
    const refused = { code: 'not_signed_in' }
    await expect(passkeys.manage.list({ session })).rejects.toMatchObject(refused)
    await expect(passkeys.manage.remove({ session, id: passkey.id })).rejects.toMatchObject(refused)
    await expect(passkeys.stepUp.begin({ session, binding })).rejects.toMatchObject(refused)
    await expect(passkeys.confirm.begin({ session, payload: {}, binding })).rejects.toMatchObject(refused)
    await expect(passkeys.recovery.createCodes({ session })).rejects.toMatchObject(refused)
  })
})

describe('what session and passkey prove together', () => {
  const together = async (methods: readonly string[], change: WorldChange = { policy: touch }, verified = false) => {
    const { world, authenticator } = await arrange(change, { userVerified: verified })
    const at = world.clock.now
    const session = world.session({ partial: true, methods: methods.map((name) => ({ name, at })) })
    return (await useSecondFactor(world, authenticator, { session })).assurance
  }

  test('a password and a touch: two factors, MFA', async () => {
    expect(await together(['password'])).toEqual({
      userVerified: false,
      factors: 2,
      satisfiesMfa: true,
      deviceBound: false,
      attested: false,
      amr: ['pwd', 'swk', 'user', 'mfa'],
      acr: 'phr',
      aal: 2,
    })
  })

  test.each([
    [['phone-otp'], false, 1, ['sms', 'swk', 'user']],
    [['email-otp'], false, 1, ['otp', 'swk', 'user']],
    [['totp'], false, 1, ['otp', 'swk', 'user']],
    [['social'], false, 1, ['swk', 'user']],
    [['toString'], false, 1, ['swk', 'user']],
    [['phone-otp'], true, 2, ['sms', 'swk', 'user', 'mfa']],
    [['phone-otp', 'password'], false, 2, ['sms', 'pwd', 'swk', 'user', 'mfa']],
  ] as const)('%s, user verified %s: %i', async (methods, verified, factors, amr) => {
    expect(await together(methods, { policy: touch }, verified)).toMatchObject({
      factors,
      satisfiesMfa: factors === 2,
      amr,
      aal: factors,
    })
  })

  test.each(['never', 'when-attested'] as const)('satisfiesMfa %s of the policy stays no', async (satisfiesMfa) => {
    expect(await together(['password'], { policy: { ...touch, satisfiesMfa } })).toMatchObject({
      factors: 2,
      satisfiesMfa: false,
    })
  })
})

describe('refused, with a code', () => {
  const sessions: readonly [string, Partial<Session>, string][] = [
    ['a full session', { partial: false }, 'forbidden'],
    ['a delegated session', { partial: true, delegated: true }, 'forbidden'],
    ['another user’s session', { partial: true, userId: bob.id }, 'forbidden'],
    ['an organization that is not the user’s', { partial: true, organizationId: 'acme' }, 'forbidden'],
  ]

  test.each(sessions)('%s at finish', async (_, change, code) => {
    const { world, authenticator, session } = await arrange()
    const finishedBy = world.session(change)
    await expect(useSecondFactor(world, authenticator, { session, finishedBy })).rejects.toMatchObject({ code })
    expect((await stateOf(world)).passkeys[0]?.signInCount).toBe(0)
  })

  test.each([
    ['a full session', {}, 'forbidden'],
    ['a delegated session', { partial: true, delegated: true }, 'forbidden'],
    ['a user without passkeys', { partial: true, userId: bob.id }, 'not_found'],
  ] as const)('%s at begin', async (_, change, code) => {
    const { world } = await arrange()
    const begun = world.passkeys.secondFactor.begin({ session: world.session(change), binding })
    await expect(begun).rejects.toMatchObject({ code })
  })

  test('without a session', async () => {
    const { world } = await arrange()
    const begun = world.passkeys.secondFactor.begin({ session: null, binding })
    await expect(begun).rejects.toMatchObject({ code: 'not_signed_in' })
  })

  test('passkeys that the policy keeps for the first factor, at begin and at finish', async () => {
    const { world, authenticator, session } = await arrange()
    const { ceremony, options } = await world.passkeys.secondFactor.begin({ session, binding })
    const response = await authenticator.get(options)
    await world.passkeys.admin.policy.setEnvironment({
      policy: { use: 'first-factor' },
      expectedVersion: 0,
      actor: { id: 'admin', scope: 'environment' },
    })
    const finished = world.passkeys.secondFactor.finish({ ceremony, response, session, binding })
    await expect(finished).rejects.toMatchObject({ code: 'forbidden' })
    const begun = world.passkeys.secondFactor.begin({ session, binding })
    await expect(begun).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('another user’s passkey', async () => {
    const { world, session } = await arrange()
    const bobs = world.authenticator()
    await world.enroll(bobs, world.session({ userId: bob.id }))
    const { ceremony, options } = await world.passkeys.secondFactor.begin({ session, binding })
    const { allowCredentials: _, ...open } = options
    const response = await bobs.get({ ...open, allowCredentials: [] })
    const finished = world.passkeys.secondFactor.finish({ ceremony, response, session, binding })
    await expect(finished).rejects.toMatchObject({ code: 'credential_not_allowed' })
  })

  test('a suspended passkey is not asked for', async () => {
    const { world, passkey, session } = await arrange()
    const target = { rpId, id: passkey.id, userId: alice.id }
    await world.storage.passkeys.setStatus(target, { scope: 'environment', status: 'suspended' }, [])
    const begun = world.passkeys.secondFactor.begin({ session, binding })
    await expect(begun).rejects.toMatchObject({ code: 'not_found' })
  })

  test('an account that was invalidated since begin', async () => {
    const { world, authenticator, session } = await arrange()
    const { ceremony, options } = await world.passkeys.secondFactor.begin({ session, binding })
    const response = await authenticator.get(options)
    const actor = { id: 'admin', scope: 'environment' } as const
    await world.passkeys.admin.accounts.invalidate({ userId: alice.id, actor })
    const finished = world.passkeys.secondFactor.finish({ ceremony, response, session, binding })
    await expect(finished).rejects.toMatchObject({ code: 'account_changed' })
  })

  test('an account that may not sign in', async () => {
    const { world, authenticator, session } = await arrange({ host: { maySignIn: () => false } })
    await expect(useSecondFactor(world, authenticator, { session })).rejects.toMatchObject({ code: 'account_locked' })
  })

  test('a ceremony of another purpose, and an answer for one', async () => {
    const { world, authenticator, session } = await arrange()
    const full = world.session()
    const { ceremony, options } = await world.passkeys.stepUp.begin({ session: full, binding: unsafelyUnbound })
    const response = await authenticator.get(options)
    const finished = world.passkeys.secondFactor.finish({ ceremony, response, session, binding: unsafelyUnbound })
    await expect(finished).rejects.toMatchObject({ code: 'ceremony_invalid' })
  })

  test('no user verification where the policy requires it', async () => {
    const { world, authenticator, session } = await arrange(
      { policy: { mode: 'optional', userVerification: { enroll: 'discouraged', signIn: 'required' } } },
      { userVerified: false },
    )
    const used = useSecondFactor(world, authenticator, { session })
    await expect(used).rejects.toMatchObject({ code: 'user_verification_missing' })
  })
})

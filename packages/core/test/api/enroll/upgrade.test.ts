import type { Host, PartialPolicy, Session } from '@latchkey/core'
import { type AuthenticatorOptions, authenticatorFlags, type CreateArguments } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { alice, binding, bob, createWorld, stateOf, type World } from '../../world.js'

const allowed: PartialPolicy = { mode: 'optional', prompt: { automatic: true } }
const actor = { id: 'admin-1', scope: 'environment' } as const

const worldWith = (policy: PartialPolicy = {}, host: Host = {}) => {
  const prompt = { automatic: true, ...policy.prompt }
  return createWorld({ policy: { ...allowed, ...policy, prompt }, host })
}

const begin = (world: World, session: Session | null = world.session(), conditional = true) =>
  world.passkeys.enroll.begin({ user: alice, session, conditional, binding })

interface Run {
  readonly session?: Session
  readonly finishedBy?: Session
  readonly options?: Partial<AuthenticatorOptions>
  readonly create?: CreateArguments
  /** What happens between the begin and the finish. */
  readonly meanwhile?: () => unknown
}

/** A whole upgrade, as a browser makes one: without the user, so neither UP nor UV is set. */
async function upgrade(world: World, run: Run = {}) {
  const { session = world.session(), finishedBy = session, create = { mediation: 'conditional' } } = run
  const { ceremony, options } = await begin(world, session)
  const authenticator = world.authenticator(run.options)
  const response = await authenticator.create(options, create)
  await run.meanwhile?.()
  const finish = () => world.passkeys.enroll.finish({ ceremony, response, session: finishedBy, binding })
  return { authenticator, finish, ...(await finish()) }
}

async function change(world: World, policy: PartialPolicy) {
  const { version } = await world.passkeys.policy.stored()
  await world.passkeys.admin.policy.setEnvironment({ policy, expectedVersion: version, actor })
}

const methods = (world: World, used: Readonly<Record<string, number>>) =>
  Object.entries(used).map(([name, ago]) => ({ name, at: world.clock.now - ago * 1000 }))

describe('a passkey that the browser creates silently', () => {
  test('is stored although its user was neither present nor verified, and says where it is from', async () => {
    const world = worldWith()
    const { passkey } = await upgrade(world)
    expect(passkey).toMatchObject({ signInCount: 0 })
    expect((await stateOf(world)).passkeys).toMatchObject([{ source: 'upgrade', userVerified: false }])
  })

  test('is reported to the app with its source, so that it tells the user', async () => {
    const world = worldWith()
    const { passkey } = await upgrade(world)
    const [event, ...others] = await world.told()
    expect(others).toEqual([])
    expect(event).toMatchObject({
      name: 'passkey.added',
      userId: alice.id,
      actor: { type: 'user', id: alice.id },
      data: { passkeyId: passkey.id, source: 'upgrade' },
    })
  })

  test('is not user verified either where the browser says that the user was', async () => {
    const world = worldWith()
    await upgrade(world, { create: { userVerified: true } })
    expect((await stateOf(world)).passkeys).toMatchObject([{ userVerified: false }])
  })

  test('signs its user in', async () => {
    const world = worldWith()
    const { authenticator } = await upgrade(world)
    expect(await world.signIn(authenticator)).toMatchObject({ userId: alice.id, passkey: { signInCount: 1 } })
  })

  test.each(['required', 'preferred', 'discouraged'] as const)(
    'user verification is asked for as preferred, and not waited for, where the policy says %s',
    async (enroll) => {
      const { options } = await begin(worldWith({ userVerification: { enroll } }))
      expect(options.authenticatorSelection.userVerification).toBe('preferred')
      expect(options.timeout).toBe(30_000)
    },
  )

  test('everything else is asked for as in any other enrollment', async () => {
    const world = worldWith({ attestation: 'direct' })
    const session = world.session()
    const [silent, ordinary] = [await begin(world, session), await begin(world, session, false)]
    const { challenge: _, user: _user, timeout, authenticatorSelection, ...rest } = silent.options
    const { userVerification, ...selection } = authenticatorSelection
    expect(ordinary.options).toMatchObject({ ...rest, authenticatorSelection: selection })
  })
})

describe('the grant', () => {
  test('is no flag of the page: a ceremony that was begun without it takes no passkey without a gesture', async () => {
    const world = worldWith()
    const session = world.session()
    const { ceremony, options } = await begin(world, session, false)
    const response = await world.authenticator().create(options, { mediation: 'conditional' })
    const given = { ceremony, response, session, binding, conditional: true }
    await expect(world.passkeys.enroll.finish(given)).rejects.toMatchObject({ code: 'user_presence_missing' })
    expect(await stateOf(world)).toEqual({ passkeys: [] })
  })

  test('does not make user verification optional in a ceremony without it', async () => {
    const world = worldWith()
    const session = world.session()
    const { ceremony, options } = await begin(world, session, false)
    const response = await world.authenticator().create(options, { userVerified: false })
    const finish = world.passkeys.enroll.finish({ ceremony, response, session, binding })
    await expect(finish).rejects.toMatchObject({ code: 'user_verification_missing' })
  })

  test('is off unless the policy allows it', async () => {
    await expect(begin(createWorld())).rejects.toMatchObject({ code: 'forbidden' })
  })

  test.each<unknown>(['true', 1, null, {}])('conditional: %j is a mistake of the developer', async (conditional) => {
    const world = worldWith()
    const input = { user: alice, session: world.session(), conditional: conditional as boolean, binding }
    await expect(world.passkeys.enroll.begin(input)).rejects.toThrow(TypeError)
  })

  test.each<[string, Readonly<Record<string, number>>, string | undefined]>([
    ['5:00 after the password', { password: 300 }, undefined],
    ['5:01 after the password', { password: 301 }, 'recent_authentication_required'],
    ['with a password from the future', { password: -61 }, 'recent_authentication_required'],
    ['after a code by e-mail', { 'email-otp': 0 }, 'recent_authentication_required'],
    ['after a passkey', { passkey: 0 }, 'recent_authentication_required'],
    ['after a password, long before a passkey', { password: 301, passkey: 0 }, 'recent_authentication_required'],
    ['after a password and a social sign-in', { password: 0, social: 0 }, 'forbidden'],
    ['after a password and an enterprise sign-in', { password: 0, enterprise: 0 }, 'forbidden'],
    ['after a password and a code', { password: 0, totp: 0 }, undefined],
    ['after no method at all', {}, 'recent_authentication_required'],
  ])('%s', async (_, used, code) => {
    const world = worldWith({ recentAuthentication: { enroll: 'none' } })
    const attempt = begin(world, world.session({ methods: methods(world, used) }))
    if (code) await expect(attempt).rejects.toMatchObject({ code })
    else await expect(attempt).resolves.toBeDefined()
  })

  test('a user who never wants to be asked again gets none', async () => {
    const world = worldWith({ prompt: { never: true } })
    await world.passkeys.prompt.answer({ session: world.session(), answer: 'never' })
    await expect(begin(world)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('holds for the session that asked, at 5:00 after the password, however long the browser takes', async () => {
    const world = worldWith()
    const session = world.session({
      methods: methods(world, { password: 300 }),
      authenticatedAt: world.clock.now - 300_000,
    })
    await expect(upgrade(world, { session, meanwhile: () => world.clock.forward(20) })).resolves.toBeDefined()
  })
})

describe('nothing else is waived at the begin', () => {
  test.each<[string, PartialPolicy, Partial<Session>, string]>([
    ['passkeys are off', { mode: 'off' }, {}, 'passkeys_off'],
    ['a factor is still owed', {}, { partial: true }, 'not_signed_in'],
    ['an agent acts for the user', {}, { delegated: true }, 'forbidden'],
    ['the session is of another user', {}, { userId: bob.id }, 'forbidden'],
    ['the session is at an organization that is not the user’s', {}, { organizationId: 'other' }, 'forbidden'],
    ['trust is required', { attestation: 'direct', trust: { require: true, roots: [] } }, {}, 'forbidden'],
    [
      'the sign-in is older than the policy wants',
      { recentAuthentication: { enroll: 60 } },
      { authenticatedAt: -61 },
      'recent_authentication_required',
    ],
  ])('%s', async (_, policy, { authenticatedAt, ...given }, code) => {
    const world = worldWith(policy, { organizationsOf: () => ['acme'] })
    const at = world.clock.now + (authenticatedAt ?? 0) * 1000
    await expect(begin(world, world.session({ ...given, authenticatedAt: at }))).rejects.toMatchObject({ code })
    expect(await stateOf(world)).toEqual({ passkeys: [] })
  })

  test('no session at all', async () => {
    await expect(begin(worldWith(), null)).rejects.toMatchObject({ code: 'not_signed_in' })
  })

  test('who must use the strongest method has used it', async () => {
    const world = worldWith({ enrollWith: 'strongest' }, { secondFactors: () => ['totp'] })
    const by = (used: Readonly<Record<string, number>>) =>
      begin(world, world.session({ methods: methods(world, used) }))
    await expect(by({ password: 0 })).rejects.toMatchObject({ code: 'recent_authentication_required' })
    await expect(by({ password: 0, totp: 0 })).resolves.toBeDefined()
  })

  test('the limit', async () => {
    const world = worldWith({ limit: 1 })
    await upgrade(world)
    await expect(begin(world)).rejects.toMatchObject({ code: 'limit_reached' })
  })

  test('the passkeys that the user has are excluded, silent ones too', async () => {
    const world = worldWith({ mode: 'mandatory' })
    const { passkey } = await upgrade(world)
    expect((await begin(world)).options.excludeCredentials).toMatchObject([{ id: passkey.id }])
  })
})

describe('session and policy are judged again at the finish', () => {
  test.each<[string, PartialPolicy, string]>([
    ['no longer automatic', { prompt: { automatic: false } }, 'forbidden'],
    ['trust is required', { attestation: 'direct', trust: { require: true, roots: [] } }, 'forbidden'],
    ['passkeys are off', { mode: 'off' }, 'passkeys_off'],
    ['not this kind', { kinds: { synced: false } }, 'authenticator_not_allowed'],
    ['not this algorithm', { algorithms: [-257] }, 'algorithm_not_allowed'],
    [
      'not this model',
      { authenticators: { unknown: 'deny', deny: ['00000000-0000-0000-0000-000000000000'] } },
      'authenticator_not_allowed',
    ],
    ['the strongest method', { enrollWith: 'strongest' }, 'recent_authentication_required'],
    ['a sign-in of a second ago', { recentAuthentication: { enroll: 1 } }, 'recent_authentication_required'],
  ])('%s', async (_, policy, code) => {
    const world = worldWith({}, { secondFactors: () => ['totp'] })
    const session = world.session()
    world.clock.forward(2)
    const options = { aaguid: '00000000-0000-0000-0000-000000000000' }
    const attempt = upgrade(world, { session, options, meanwhile: () => change(world, { ...allowed, ...policy }) })
    await expect(attempt).rejects.toMatchObject({ code })
    expect(await stateOf(world)).toEqual({ passkeys: [] })
  })

  test.each<[string, Partial<Session>, string]>([
    ['another user', { userId: bob.id }, 'forbidden'],
    ['a session that owes a factor', { partial: true }, 'not_signed_in'],
    ['an agent', { delegated: true }, 'forbidden'],
    ['a session without the password', { methods: [] }, 'recent_authentication_required'],
    ['a federated session', { methods: [{ name: 'social', at: Date.UTC(2026, 10, 21, 12) }] }, 'forbidden'],
  ])('%s', async (_, given, code) => {
    const world = worldWith()
    const finishedBy = world.session(given)
    await expect(upgrade(world, { finishedBy })).rejects.toMatchObject({ code })
  })

  test('no session', async () => {
    const world = worldWith()
    const { ceremony, options } = await begin(world)
    const response = await world.authenticator().create(options, { mediation: 'conditional' })
    await expect(world.passkeys.enroll.finish({ ceremony, response, binding })).rejects.toMatchObject({
      code: 'not_signed_in',
    })
  })

  test('a user who has answered "never" meanwhile', async () => {
    const world = worldWith({ prompt: { never: true } })
    const session = world.session()
    const meanwhile = () => world.passkeys.prompt.answer({ session, answer: 'never' })
    await expect(upgrade(world, { session, meanwhile })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('an account that was invalidated meanwhile, for example by a password reset', async () => {
    const world = worldWith()
    await world.enroll(world.authenticator())
    const meanwhile = () => world.passkeys.admin.accounts.invalidate({ userId: alice.id, actor })
    await expect(upgrade(world, { meanwhile })).rejects.toMatchObject({ code: 'account_changed' })
  })

  test('a response that lies: every check of a registration still runs', async () => {
    const world = worldWith()
    const lies = {
      origin_mismatch: { clientData: (honest: object) => ({ ...honest, origin: 'https://evil.example' }) },
      backup_flags_invalid: {
        authenticatorData: <Data extends { flags: number }>(honest: Data) => ({
          ...honest,
          flags: (honest.flags & ~authenticatorFlags.backupEligible) | authenticatorFlags.backedUp,
        }),
      },
    }
    for (const [code, tamper] of Object.entries(lies)) {
      const attempt = upgrade(world, { create: { mediation: 'conditional', tamper } })
      await expect(attempt).rejects.toMatchObject({ code })
    }
  })
})

describe('exactly once', () => {
  test('finished again, it is spent', async () => {
    const world = worldWith()
    const { finish } = await upgrade(world)
    await expect(finish()).rejects.toMatchObject({ code: 'ceremony_spent' })
    expect((await stateOf(world)).passkeys).toHaveLength(1)
  })

  test('50 finishes at once: one passkey, one event', async () => {
    const world = worldWith()
    const session = world.session()
    const { ceremony, options } = await begin(world, session)
    const response = await world.authenticator().create(options, { mediation: 'conditional' })
    const finish = () => world.passkeys.enroll.finish({ ceremony, response, session, binding })
    const results = await Promise.allSettled(Array.from({ length: 50 }, finish))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await stateOf(world)).passkeys).toHaveLength(1)
    expect(await world.events()).toEqual(['passkey.added'])
  })

  test('20 upgrades at once at 1 of 2: exactly one more', async () => {
    const world = worldWith({ limit: 2 })
    await upgrade(world)
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => upgrade(world)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await stateOf(world)).passkeys).toHaveLength(2)
  })
})

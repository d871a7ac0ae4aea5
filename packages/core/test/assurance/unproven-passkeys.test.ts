import type { Host, PartialPolicy, Session } from '@latchkey/core'
import type { Authenticator } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { importInto, passkeyFromElsewhere } from '../api/admin/elsewhere.js'
import { confirm, stepUp, useSecondFactor } from '../api/own-ceremonies.js'
import { alice, binding, createWorld, stateOf, type World } from '../world.js'

const actor = { id: 'admin-1', scope: 'environment' } as const

/** The two passkeys of which little is known at first, and how a user gets each. */
const origins = {
  async upgrade(world: World): Promise<Unproven> {
    const session = world.session()
    const { ceremony, options } = await world.passkeys.enroll.begin({
      user: alice,
      session,
      conditional: true,
      binding,
    })
    const authenticator = world.authenticator()
    const response = await authenticator.create(options, { mediation: 'conditional' })
    const { passkey } = await world.passkeys.enroll.finish({ ceremony, response, session, binding })
    return { authenticator, id: passkey.id }
  },
  async import(world: World): Promise<Unproven> {
    const { authenticator, row } = await passkeyFromElsewhere(world, alice.id)
    expect((await importInto(world, [row])).counts.imported).toBe(1)
    return { authenticator, id: row.id }
  },
}

/** The user touched the key, and typed no PIN: it may have had none. */
async function touch(world: World): Promise<Unproven> {
  await change(world, { userVerification: { enroll: 'discouraged' } })
  const session = world.session()
  const { ceremony, options } = await world.passkeys.enroll.begin({ user: alice, session, binding })
  const authenticator = world.authenticator()
  const response = await authenticator.create(options, { userVerified: false })
  const { passkey } = await world.passkeys.enroll.finish({ ceremony, response, session, binding })
  return { authenticator, id: passkey.id }
}

interface Unproven {
  readonly authenticator: Authenticator
  readonly id: string
}

const withTotp: Host = { secondFactors: () => ['totp'] }

const worldWith = (host: Host = {}, policy: PartialPolicy = {}) =>
  createWorld({ host, policy: { mode: 'optional', prompt: { automatic: true }, ...policy } })

async function recordOf(world: World, id: string) {
  return (await stateOf(world)).passkeys.find((passkey) => passkey.id === id)
}

async function change(world: World, policy: PartialPolicy) {
  const { version } = await world.passkeys.policy.stored()
  await world.passkeys.admin.policy.setEnvironment({ policy, expectedVersion: version, actor })
}

const oneFactor = { userVerified: true, factors: 1, satisfiesMfa: false, aal: 1 }
const twoFactors = { userVerified: true, factors: 2, satisfiesMfa: true, aal: 2 }

describe.each(Object.entries({ ...origins, touch }))('%s: user verification as a factor', (origin, make) => {
  test('of a user without a second factor: two from the first use on', async () => {
    const world = worldWith()
    const { authenticator, id } = await make(world)
    expect(await recordOf(world, id)).toMatchObject({ userVerified: false })
    expect((await world.signIn(authenticator)).assurance).toMatchObject(twoFactors)
    expect(await recordOf(world, id)).toMatchObject({ userVerified: true })
  })

  test('of a user who had one: it signs in, and stays one factor, however often', async () => {
    const world = worldWith(withTotp)
    const { authenticator, id } = await make(world)
    for (let time = 0; time < 3; time++) {
      const { assurance } = await world.signIn(authenticator)
      expect(assurance).toMatchObject(oneFactor)
      expect(assurance.amr).not.toContain('mfa')
    }
    expect(await recordOf(world, id)).toMatchObject({ userVerified: false, signInCount: expect.any(Number) })
  })

  test('of a user who had another passkey: it is one factor', async () => {
    const world = worldWith()
    await world.enroll(world.authenticator())
    const { authenticator } = await make(world)
    expect((await world.signIn(authenticator)).assurance).toMatchObject(oneFactor)
  })

  test('a second factor that the user gets later changes nothing', async () => {
    let factors: readonly string[] = []
    const world = worldWith({ secondFactors: () => factors })
    const { authenticator } = await make(world)
    factors = ['totp']
    expect((await world.signIn(authenticator)).assurance).toMatchObject(twoFactors)
  })

  test('a second factor that the user no longer has changes nothing either', async () => {
    let factors: readonly string[] = ['totp']
    const world = worldWith({ secondFactors: () => factors })
    const { authenticator } = await make(world)
    factors = []
    expect((await world.signIn(authenticator)).assurance).toMatchObject(oneFactor)
  })

  test('without user verification it proves nothing, and neither does the next time', async () => {
    const world = worldWith(withTotp, { userVerification: { signIn: 'preferred' } })
    const { authenticator, id } = await make(world)
    const { assurance } = await world.signIn(authenticator, { userVerified: false })
    expect(assurance).toMatchObject({ userVerified: false, factors: 1 })
    const session = world.session({ methods: [{ name: 'totp', at: world.clock.now }] })
    await stepUp(world, authenticator, { session })
    expect(await recordOf(world, id)).toMatchObject({ userVerified: true })
  })

  type Methods = (world: World, id: string, other: string) => Session['methods']
  const used = (name: string, at: number, passkeyId?: string) => ({ name, at, ...(passkeyId && { passkeyId }) })

  describe.each<[string, Methods, boolean]>([
    ['a second factor', ({ clock }) => [used('password', clock.now), used('totp', clock.now)], true],
    ['another passkey that is verified', ({ clock }, _id, other) => [used('passkey', clock.now, other)], true],
    ['a password', ({ clock }) => [used('password', clock.now)], false],
    ['the passkey itself', ({ clock }, id) => [used('passkey', clock.now, id)], false],
    ['a passkey that the session does not name', ({ clock }) => [used('passkey', clock.now)], false],
    ['a factor that the user does not have', ({ clock }) => [used('sms', clock.now)], false],
  ])('after %s in the same session', (_name, methods, isProof) => {
    async function arrange() {
      const world = worldWith({ secondFactors: () => ['totp', 'passkey'] })
      const other = await world.enroll(world.authenticator())
      const { authenticator, id } = await make(world)
      return { world, authenticator, id, session: world.session({ methods: methods(world, id, other.passkey.id) }) }
    }

    test(`a step-up: ${isProof ? 'proven' : 'not proven'}, for later sign-ins too`, async () => {
      const { world, authenticator, id, session } = await arrange()
      const { assurance } = await stepUp(world, authenticator, { session })
      expect(assurance).toMatchObject(isProof ? twoFactors : oneFactor)
      expect(await recordOf(world, id)).toMatchObject({ userVerified: isProof })
      expect((await world.signIn(authenticator)).assurance).toMatchObject(isProof ? twoFactors : oneFactor)
    })

    test('a confirmation: the same', async () => {
      const { world, authenticator, id, session } = await arrange()
      const { assurance } = await confirm(world, authenticator, { session, payload: { amount: 1 } })
      expect(assurance).toMatchObject(isProof ? twoFactors : oneFactor)
      expect(await recordOf(world, id)).toMatchObject({ userVerified: isProof })
    })
  })

  test('as a second factor after a code by e-mail it is possession; after a factor of the user it is proven', async () => {
    const world = worldWith(withTotp)
    const { authenticator, id } = await make(world)
    const by = (name: string) => world.session({ partial: true, methods: [{ name, at: world.clock.now }] })
    const first = await useSecondFactor(world, authenticator, { session: by('email-otp') })
    expect(first.assurance).toMatchObject({ factors: 1, satisfiesMfa: false })
    expect(await recordOf(world, id)).toMatchObject({ userVerified: false })
    await useSecondFactor(world, authenticator, { session: by('totp') })
    expect(await recordOf(world, id)).toMatchObject({ userVerified: true })
  })

  test('another unproven passkey proves nothing', async () => {
    const world = worldWith(withTotp)
    const [first, second] = [await make(world), await make(world)]
    const methods = [{ name: 'passkey', at: world.clock.now, passkeyId: first.id }]
    const { assurance } = await stepUp(world, second.authenticator, { session: world.session({ methods }) })
    expect(assurance).toMatchObject(oneFactor)
  })

  test('a passkey of another user, or a suspended one, proves nothing', async () => {
    const world = worldWith()
    const suspended = await world.enroll(world.authenticator())
    const { authenticator } = await make(world)
    await world.passkeys.admin.passkeys.suspend({ userId: alice.id, id: suspended.passkey.id, actor })
    const methods = [{ name: 'passkey', at: world.clock.now, passkeyId: suspended.passkey.id }]
    const { assurance } = await stepUp(world, authenticator, { session: world.session({ methods }) })
    expect(assurance).toMatchObject(oneFactor)
  })

  test('20 uses at once, one of them after a second factor: what that one has proven stays', async () => {
    const world = worldWith(withTotp)
    const { authenticator, id } = await make(world)
    const session = (name: string) => world.session({ methods: [{ name, at: world.clock.now }] })
    const run = (number: number) =>
      stepUp(world, authenticator, { session: session(number === 7 ? 'totp' : 'password') })
    await Promise.all(Array.from({ length: 20 }, (_it, number) => run(number)))
    const record = await recordOf(world, id)
    expect([record?.userVerified, record?.usedHere]).toEqual([true, origin === 'touch' ? undefined : true])
  })

  test('a proof that was recorded is not recorded again', async () => {
    const world = worldWith(withTotp)
    const { authenticator, id } = await make(world)
    const session = world.session({ methods: [{ name: 'totp', at: world.clock.now }] })
    const { ceremony, options } = await world.passkeys.stepUp.begin({ session, binding })
    const response = await authenticator.get(options)
    const finish = () => world.passkeys.stepUp.finish({ ceremony, response, session, binding })
    await finish()
    const before = await recordOf(world, id)
    await expect(finish()).rejects.toMatchObject({ code: 'ceremony_spent' })
    expect(await recordOf(world, id)).toEqual(before)
  })
})

describe.each(Object.entries(origins))('%s: until its first use', (_, make) => {
  const decide = (world: World) => world.passkeys.prompt.decide({ session: world.session(), on: 'sign-in' })

  test('it meets no requirement: passkeys are mandatory, and the user is asked for one; after it, no more', async () => {
    const world = worldWith(withTotp)
    const { authenticator } = await make(world)
    await change(world, { mode: 'mandatory' })
    expect(await decide(world)).toMatchObject({ prompt: 'require', reason: 'mandatory' })
    const refused = world.passkeys.prompt.answer({ session: world.session(), answer: 'not-now' })
    await expect(refused).rejects.toMatchObject({ code: 'decline_refused' })
    await world.signIn(authenticator)
    expect(await decide(world)).toMatchObject({ prompt: 'none', reason: 'has_passkey' })
  })

  test('what is asked for can be done with the same authenticator', async () => {
    const world = worldWith({}, { mode: 'mandatory' })
    const { authenticator, id } = await make(world)
    const begin = async () => {
      const session = world.session()
      return (await world.passkeys.enroll.begin({ user: alice, session, binding })).options.excludeCredentials
    }
    expect(await begin()).toEqual([])
    await world.signIn(authenticator)
    expect(await begin()).toMatchObject([{ id }])
  })

  test('where passkeys are optional the user has one, and is not asked', async () => {
    const world = worldWith()
    await make(world)
    expect(await decide(world)).toMatchObject({ prompt: 'none', reason: 'has_passkey' })
  })

  test('it closes no other sign-in method', async () => {
    const verification = { userVerification: { signIn: 'preferred' } } as const
    const world = worldWith({}, { ...verification, password: 'refused-once-enrolled' })
    const { authenticator } = await make(world)
    const isAllowed = () => world.passkeys.passwordAllowed({ userId: alice.id })
    expect(await isAllowed()).toBe(true)
    await world.signIn(authenticator)
    expect(await isAllowed()).toBe(false)
  })

  test('it is not what is left when another passkey is removed', async () => {
    const world = worldWith({}, { userVerification: { enroll: 'preferred', signIn: 'preferred' } })
    const own = world.authenticator()
    const { passkey } = await world.enroll(own)
    const { authenticator } = await make(world)
    const remove = () => world.passkeys.manage.remove({ session: world.session(), id: passkey.id })
    await expect(remove()).rejects.toMatchObject({ code: 'last_sign_in_method' })
    await world.signIn(authenticator, { userVerified: false })
    await change(world, { mode: 'optional', userVerification: { signIn: 'discouraged' } })
    await expect(remove()).resolves.toBeDefined()
  })

  test('admits agrees with the sign-in: an organization that wants user verification takes it', async () => {
    const world = worldWith({ ...withTotp, organizationsOf: () => ['acme'] })
    const { authenticator } = await make(world)
    const signIn = await world.signIn(authenticator)
    expect(signIn.assurance).toMatchObject(oneFactor)
    const admission = await world.passkeys.assurance.admits({ signIn, organizationId: 'acme' })
    expect(admission).toEqual({ admitted: true, reason: 'admitted' })
  })
})

test('a touch is in use at once: it meets a requirement, and is the passkey that the user has', async () => {
  const world = worldWith(withTotp, { mode: 'mandatory', userVerification: { signIn: 'preferred' } })
  await touch(world)
  const decided = await world.passkeys.prompt.decide({ session: world.session(), on: 'sign-in' })
  expect(decided).toMatchObject({ prompt: 'none', reason: 'has_passkey' })
})

test('a passkey whose user was verified when it was made is a factor at once, whatever else there is', async () => {
  const world = worldWith(withTotp)
  const authenticator = world.authenticator()
  await world.enroll(authenticator)
  expect((await world.signIn(authenticator)).assurance).toMatchObject(twoFactors)
})

describe('how the user was verified as a passkey was created', () => {
  test('is not believed where the browser created it silently, whatever the authenticator says', async () => {
    const world = worldWith(withTotp)
    const session = world.session()
    const asked = { user: alice, session, conditional: true, binding }
    const { ceremony, options } = await world.passkeys.enroll.begin(asked)
    const authenticator = world.authenticator()
    const response = await authenticator.create(options, { mediation: 'conditional', userVerified: true })
    await world.passkeys.enroll.finish({ ceremony, response, session, binding })
    expect((await world.signIn(authenticator)).assurance).toMatchObject(oneFactor)
  })

  test('is enough where the user asked for it: the app is not asked for second factors', async () => {
    let asked = 0
    const world = worldWith({
      secondFactors: () => {
        asked++
        return ['totp']
      },
    })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    expect(asked).toBe(0)
    expect((await world.signIn(authenticator)).assurance).toMatchObject(twoFactors)
  })
})

import {
  createPasskeys,
  type Host,
  type NewUser,
  type PartialPolicy,
  PasskeyError,
  type ProfileRules,
} from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import type { PasskeyStorage } from '@latchkey/storage'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { type HostUsers, usersApart, usersTogether } from '../../host-users.js'
import { binding, createWorld, rpId, secret, stateOf, type World, type WorldChange } from '../../world.js'
import { openSqlite } from '../sqlite.js'

const profile = { email: 'ada@example.com' }
const open: PartialPolicy = { mode: 'optional', signUp: true }

interface SignUpWorld extends World {
  readonly users: HostUsers
}

function createSignUpWorld({ host, ...change }: WorldChange = {}, users = usersApart()): SignUpWorld {
  return { ...createWorld({ policy: open, ...change, host: { ...users.host, ...host } }), users }
}

const begin = (world: World, change: object = {}) => world.passkeys.signUp.begin({ profile, binding, ...change })

/** All that a finish takes, with a passkey that was made. */
async function answered(world: World, change: object = {}) {
  const authenticator = world.authenticator()
  const { ceremony, options } = await begin(world, change)
  return { authenticator, input: { ceremony, response: await authenticator.create(options), binding } }
}

async function expectNothing(world: SignUpWorld): Promise<void> {
  expect(await world.users.all()).toEqual([])
  expect((await world.storage.passkeys.page({ rpId, limit: 10 })).items).toEqual([])
}

function after(world: World, seconds: number): object {
  world.clock.forward(seconds)
  return {}
}

describe('beginning', () => {
  test('asks for a passkey under the name that the user gave, and writes nothing', async () => {
    const world = createSignUpWorld({ profile: { email: 'required', displayName: 'optional' } })
    const { options } = await begin(world, { profile: { ...profile, displayName: 'Ada' } })
    expect(options).toMatchObject({
      rp: { id: rpId, name: 'Example' },
      user: { name: 'ada@example.com', displayName: 'Ada' },
      excludeCredentials: [],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    expect(Buffer.from(options.user.id, 'base64url')).toHaveLength(32)
    await expectNothing(world)
    expect(await world.events()).toEqual([])
  })

  test.each<[string, WorldChange]>([
    ['passkeys_off', { policy: { signUp: true } }],
    ['forbidden', { policy: { mode: 'optional' } }],
    ['forbidden', { policy: { ...open, use: 'second-factor' } }],
    ['forbidden', { policy: { mode: 'optional' }, host: { createUser: undefined } as unknown as Host }],
  ])('%s where the policy or the host allows no sign-up, %j', async (code, change) => {
    await expect(begin(createSignUpWorld(change))).rejects.toMatchObject({ code })
  })

  test('goes by the policy of the organization that is named, where the host expects the user there', async () => {
    const world = createSignUpWorld({
      policy: { mode: 'optional', override: { signUp: 'any' } },
      host: { maySignUp: () => true },
    })
    const actor = { id: 'admin-1' }
    const organizationId = 'acme'
    await world.passkeys.admin.policy.setOrganization({ organizationId, policy: open, expectedVersion: 0, actor })
    await expect(begin(world)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(begin(world, { organizationId })).resolves.toBeDefined()
  })

  test('the page sees whether sign-up is possible: the policy and the host must both allow it', async () => {
    expect(await createSignUpWorld().passkeys.config()).toMatchObject({ signUp: true })
    expect(await createSignUpWorld({ policy: { mode: 'optional' } }).passkeys.config()).toMatchObject({ signUp: false })
    const world = createWorld()
    await world.passkeys.admin.policy.setEnvironment({
      policy: { signUp: true },
      expectedVersion: 0,
      actor: { id: 'a' },
    })
    expect(await world.passkeys.config()).toMatchObject({ signUp: false })
    await expect(begin(world)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test.each<[string, ProfileRules | undefined, object]>([
    ['an e-mail address by default', undefined, { email: 'required' }],
    [
      'what the host asks for',
      { username: 'required', phone: 'optional', displayName: 'optional' },
      { username: 'required', phone: 'optional', displayName: 'optional' },
    ],
    [
      'attributes that there must be',
      { email: 'required', attributes: z.strictObject({ newsletter: z.boolean() }) },
      { email: 'required', attributes: 'required' },
    ],
    [
      'attributes that may be left out',
      { email: 'required', attributes: z.object({ newsletter: z.boolean() }).optional() },
      { email: 'required', attributes: 'optional' },
    ],
  ])('the page sees which members the profile has: %s', async (_, rules, asked) => {
    const world = createSignUpWorld(rules ? { profile: rules } : {})
    expect((await world.passkeys.config()).profile).toEqual(asked)
    const closed = createSignUpWorld({ ...(rules ? { profile: rules } : {}), policy: { mode: 'optional' } })
    expect(await closed.passkeys.config()).not.toHaveProperty('profile')
  })

  test('the host may say what the new user’s id is; an answer that is none is its mistake', async () => {
    const world = createSignUpWorld({ host: { newUserId: () => 'user-7' } })
    await world.passkeys.signUp.finish((await answered(world)).input)
    expect((await world.users.all()).map(({ id }) => id)).toEqual(['user-7'])
    for (const id of ['', 'x'.repeat(256), 'a\0b', '\ud800', 7 as unknown as string]) {
      await expect(begin(createSignUpWorld({ host: { newUserId: () => id } }))).rejects.toThrow(TypeError)
    }
  })
})

describe('finishing', () => {
  test('user and passkey exist, the user is signed in, and there is one event', async () => {
    const world = createSignUpWorld()
    const { input, authenticator } = await answered(world)
    const signUp = await world.passkeys.signUp.finish({ ...input, name: ' My laptop ' })
    const [user] = await world.users.all()
    expect(user).toEqual({ id: signUp.userId, email: 'ada@example.com', isPending: false })
    expect(signUp).toMatchObject({
      kind: 'sign-up',
      passkey: { name: 'My laptop', signInCount: 0, status: 'active' },
      assurance: { userVerified: true, factors: 2, satisfiesMfa: true, aal: 2 },
      attachment: 'platform',
      signals: { rpId },
    })
    expect((await stateOf(world, signUp.userId)).passkeys[0]).toMatchObject({ source: 'sign-up' })
    expect(await world.events()).toEqual(['sign_up.completed', 'passkey.added'])
    expect(await world.signIn(authenticator)).toMatchObject({ userId: signUp.userId })
  })

  test('without verification of the user, where the policy lets that be, it is one factor', async () => {
    const world = createSignUpWorld({ policy: { ...open, userVerification: { enroll: 'preferred' } } })
    const { ceremony, options } = await begin(world)
    const response = await world.authenticator().create(options, { userVerified: false })
    const { assurance } = await world.passkeys.signUp.finish({ ceremony, response, binding })
    expect(assurance).toMatchObject({ userVerified: false, factors: 1, satisfiesMfa: false, aal: 1 })
  })

  type Change = (world: World) => object
  test.each<[string, string, Change]>([
    ['another browser', 'ceremony_invalid', () => ({ binding: 'another cookie' })],
    ['a garbled ceremony', 'ceremony_invalid', () => ({ ceremony: 'garbled' })],
    ['too late', 'ceremony_expired', (world) => after(world, 300)],
    ['an empty name', 'malformed', () => ({ name: '  ' })],
    ['a response that is none', 'malformed_response', () => ({ response: null })],
  ])('%s: %s, and nothing has come into being', async (_, code, change) => {
    const world = createSignUpWorld()
    const { input } = await answered(world)
    await expect(world.passkeys.signUp.finish({ ...input, ...change(world) })).rejects.toMatchObject({ code })
    await expectNothing(world)
    expect(await world.events()).toEqual([])
  })

  test.each<[string, PartialPolicy, string]>([
    ['passkeys are switched off', { mode: 'off' }, 'passkeys_off'],
    ['sign-up is no longer allowed', { signUp: false }, 'forbidden'],
    ['passkeys become a second factor', { use: 'second-factor' }, 'forbidden'],
    ['only security keys will do now', { attachment: 'cross-platform' }, 'authenticator_not_allowed'],
    ['synced passkeys are refused now', { kinds: { synced: false } }, 'authenticator_not_allowed'],
    ['the algorithm is no longer offered', { algorithms: [-8] }, 'algorithm_not_allowed'],
  ])('in the meantime %s: judged by that', async (_, policy, code) => {
    const world = createSignUpWorld()
    const { input } = await answered(world)
    await world.passkeys.admin.policy.setEnvironment({ policy, expectedVersion: 0, actor: { id: 'admin-1' } })
    await expect(world.passkeys.signUp.finish(input)).rejects.toMatchObject({ code })
    await expectNothing(world)
  })

  test('a ceremony of signing up does not open for enrolling, nor the other way round', async () => {
    const world = createSignUpWorld()
    const session = world.session()
    const { input } = await answered(world)
    await expect(world.passkeys.enroll.finish({ ...input, session })).rejects.toMatchObject({
      code: 'ceremony_invalid',
    })
    const user = { id: session.userId, name: 'alice@example.com' }
    const enroll = await world.passkeys.enroll.begin({ user, session, binding })
    const response = await world.authenticator().create(enroll.options)
    const crossed = world.passkeys.signUp.finish({ ceremony: enroll.ceremony, response, binding })
    await expect(crossed).rejects.toMatchObject({ code: 'ceremony_invalid' })
  })

  test('an id that a user already has: no user, and the browser gets no signal', async () => {
    const world = createSignUpWorld()
    const { passkey } = await world.enroll(world.authenticator())
    const { ceremony, options } = await begin(world)
    const credentialId = Buffer.from(passkey.id, 'base64url')
    const response = await world.authenticator().create(options, {
      tamper: {
        authenticatorData: (honest) => ({
          ...honest,
          attestedCredentialData: { ...honest.attestedCredentialData, credentialId },
        }),
        envelope: (honest) => ({ ...honest, id: passkey.id, rawId: passkey.id }),
      },
    })
    const refused = world.passkeys.signUp.finish({ ceremony, response, binding })
    await expect(refused).rejects.toMatchObject({ code: 'already_registered' })
    await expect(refused).rejects.not.toHaveProperty('signals.unknownCredentialId')
    expect(await world.users.all()).toEqual([])
  })

  test('the organization goes to the host, which may refuse it', async () => {
    let asked: NewUser | undefined
    const createUser = (user: NewUser) => {
      asked = user
      throw new PasskeyError('forbidden')
    }
    const world = createSignUpWorld({ host: { createUser } })
    const { input } = await answered(world, { organizationId: 'acme' })
    await expect(world.passkeys.signUp.finish(input)).rejects.toMatchObject({ code: 'forbidden' })
    expect(asked).toMatchObject({ organizationId: 'acme', profile })
    await expectNothing(world)
  })
})

describe('a user apart from the storage', () => {
  test('the same sign-up that another process finishes at any step is spent, never a conflict', async () => {
    for (const step of ['listByUser', 'find', 'isSpent'] as const) {
      const world = createSignUpWorld()
      const { input } = await answered(world)
      const { passkeys } = world.storage
      const { [step]: read } = passkeys
      let isFirst = true
      const readThenLose = async (...given: readonly never[]) => {
        const result = await (read as (...given: readonly never[]) => Promise<unknown>)(...given)
        const isOuter = isFirst
        isFirst = false
        if (isOuter) await world.passkeys.signUp.finish(input)
        return result
      }
      Object.assign(passkeys, { [step]: readThenLose })
      await expect(world.passkeys.signUp.finish(input), step).rejects.toMatchObject({ code: 'ceremony_spent' })
      expect(await world.users.all(), step).toMatchObject([{ isPending: false }])
      expect(await world.events(), step).toEqual(['sign_up.completed', 'passkey.added'])
    }
  })

  test('a sign-up that is settled while it is going on: no passkey comes after the user has gone', async () => {
    const users = usersApart()
    const world: SignUpWorld = createSignUpWorld(
      {
        host: {
          async createUser(user) {
            await users.host.createUser?.(user)
            expect(await world.passkeys.signUp.reconcile(user)).toEqual({ settled: 'discarded' })
          },
        },
      },
      users,
    )
    const { input } = await answered(world)
    await expect(world.passkeys.signUp.finish(input)).rejects.toMatchObject({ code: 'account_changed' })
    await expectNothing(world)
  })

  test('a confirmation that got lost is made up for at the first sign-in, and only there', async () => {
    const users = usersApart()
    const confirmed: string[] = []
    let isDown = true
    const confirmUser = async (user: { readonly userId: string }) => {
      if (isDown) throw new Error('The host is down.')
      confirmed.push(user.userId)
      await users.host.confirmUser?.(user)
    }
    const world = createSignUpWorld({ host: { confirmUser } }, users)
    const { input, authenticator } = await answered(world)
    await expect(world.passkeys.signUp.finish(input)).rejects.toThrow('The host is down.')
    expect(await users.all()).toMatchObject([{ isPending: true }])
    isDown = false
    const { userId } = await world.signIn(authenticator)
    await world.signIn(authenticator)
    expect(confirmed).toEqual([userId])
    expect(await users.all()).toMatchObject([{ isPending: false }])
  })

  test('settling a user who is confirmed changes nothing, also one who has removed the passkey', async () => {
    const world = createSignUpWorld()
    const { userId, passkey } = await world.passkeys.signUp.finish((await answered(world)).input)
    expect(await world.passkeys.signUp.reconcile({ userId })).toEqual({ settled: 'confirmed' })
    await world.storage.passkeys.remove(
      { rpId, id: passkey.id, userId },
      { keepLastActive: false, at: Date.now(), events: [] },
    )
    await world.passkeys.signUp.reconcile({ userId })
    expect(await world.users.all()).toMatchObject([{ id: userId, isPending: false }])
  })

  test('settling leaves what the user has answered to a prompt', async () => {
    const world = createSignUpWorld({ policy: { ...open, prompt: { never: true } } })
    const session = world.session()
    await world.passkeys.prompt.answer({ session, answer: 'never' })
    await world.passkeys.signUp.reconcile({ userId: session.userId })
    expect((await stateOf(world)).account?.prompt.never).toBe(true)
  })

  test('settling needs a host that can', async () => {
    await expect(createWorld().passkeys.signUp.reconcile({ userId: 'user-7' })).rejects.toThrow(TypeError)
  })
})

describe('a user in the database of the storage', () => {
  async function together(change: (storage: PasskeyStorage) => PasskeyStorage = (it) => it, host: Host = {}) {
    const storage = await openSqlite(':memory:')
    const users = await usersTogether(storage.db)
    return { world: createSignUpWorld({ storage: change(storage), host }, users), close: storage.close }
  }

  test('a store that says it has added and has not made the user: storage_unavailable', async () => {
    const { world, close } = await together((storage) => ({
      ...storage,
      passkeys: { ...storage.passkeys, add: async () => 'added' },
    }))
    const { input } = await answered(world)
    await expect(world.passkeys.signUp.finish(input)).rejects.toMatchObject({ code: 'storage_unavailable' })
    await close()
  })

  test('a store that swallows the host’s refusal: storage_unavailable', async () => {
    const refuse = () => Promise.reject(new Error('no'))
    const { world, close } = await together(
      (storage) => ({
        ...storage,
        passkeys: {
          ...storage.passkeys,
          add: async (_, { createUser }) => {
            await createUser?.(undefined).catch(() => undefined)
            return 'added'
          },
        },
      }),
      { createUser: refuse },
    )
    const { input } = await answered(world)
    await expect(world.passkeys.signUp.finish(input)).rejects.toMatchObject({ code: 'storage_unavailable' })
    await close()
  })

  const issues = [{ path: 'email', message: 'is taken' }]
  const coded = new PasskeyError('identifier_taken', { issues })
  test.each([
    ['its own error: it passes through', new Error('The disk is full.'), { message: 'The disk is full.' }],
    ['a refusal with a code: so is it refused', coded, { code: 'identifier_taken', issues, cause: coded }],
  ])('the host rejects with %s, and there is nothing', async (_, refusal, expected) => {
    const { world, close } = await together(undefined, { createUser: () => Promise.reject(refusal) })
    const { input } = await answered(world)
    await expect(world.passkeys.signUp.finish(input)).rejects.toMatchObject(expected)
    await expectNothing(world)
    expect(await world.events()).toEqual([])
    await close()
  })
})

describe('a host whose part is not whole does not start', () => {
  const nothing = () => undefined
  test.each<[RegExp, Host, PartialPolicy]>([
    [/policy.signUp needs host.createUser/, {}, open],
    [/needs host.findUser/, { createUser: nothing }, {}],
    [/needs host.confirmUser and host.discardUser/, { createUser: nothing, findUser: nothing }, {}],
    [/need each other/, { createUser: nothing, findUser: nothing, confirmUser: nothing }, {}],
  ])('%s', (message, host, policy) => {
    const relyingParty = { id: rpId, name: 'Example' }
    const start = () => createPasskeys({ relyingParty, secret, storage: memoryStorage(), host, policy })
    expect(start).toThrow(TypeError)
    expect(start).toThrow(message)
  })
})

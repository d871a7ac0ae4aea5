import { type PartialPolicy, PasskeyError } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import { type AuthenticatorOptions, createAttestationAuthority } from '@latchkey/testing'
import type { CreationOptionsJSON } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'
import { usersApart } from '../../host-users.js'
import { alice, binding, bob, createWorld, rpId, stateOf, type World, type WorldChange } from '../../world.js'

const aaguid = 'adce0002-35bc-c60a-648b-0b25f1f05503'
const another = 'd548826e-79b4-db40-a3d8-11116f7e8349'
const actor = { id: 'admin-1' }
const { rootPem } = createAttestationAuthority()

/** What a policy says by the time a passkey comes back, and the passkey that it does not want. */
const unwanted: readonly (readonly [
  what: string,
  policy: PartialPolicy,
  made: Partial<AuthenticatorOptions>,
  code: string,
])[] = [
  ['elsewhere', { attachment: 'platform' }, { attachment: 'cross-platform' }, 'authenticator_not_allowed'],
  ['a model that is refused', { authenticators: { deny: [aaguid] } }, { aaguid }, 'authenticator_not_allowed'],
  [
    'a model that is not on the list',
    { authenticators: { allow: [another], unproven: 'accept' } },
    { aaguid },
    'authenticator_not_allowed',
  ],
  ['synced', { kinds: { synced: false } }, { synced: true }, 'authenticator_not_allowed'],
  ['bound to its device', { kinds: { deviceBound: false } }, { synced: false }, 'authenticator_not_allowed'],
  [
    'of an unproven maker',
    { attestation: 'direct', trust: { require: true, roots: [rootPem] } },
    {},
    'attestation_not_trusted',
  ],
  ['without user verification', {}, { userVerified: false }, 'user_verification_missing'],
  ['of another algorithm', { algorithms: [-8] }, { algorithms: [-7] }, 'algorithm_not_allowed'],
]

type Made = { readonly id: string }
type Finish = { readonly response: Made; finish(response?: object): Promise<unknown> }

/** Each way to a new passkey, up to where the authenticator has made one. */
const ways = {
  async enroll(world: World, made: Partial<AuthenticatorOptions> = {}) {
    const session = world.session()
    const { ceremony, options } = await world.passkeys.enroll.begin({ user: alice, session, binding })
    const response = await world.authenticator(made).create(options)
    const finish = (sent: object = response) =>
      world.passkeys.enroll.finish({ ceremony, response: sent, session, binding })
    return { response, finish }
  },
  async 'admin.enroll'(world: World, made: Partial<AuthenticatorOptions> = {}) {
    const { ceremony, options } = await world.passkeys.admin.enroll.begin({ user: alice, actor, binding })
    const response = await world.authenticator(made).create(options)
    const finish = (sent: object = response) =>
      world.passkeys.admin.enroll.finish({ ceremony, response: sent, userId: alice.id, actor, binding })
    return { response, finish }
  },
  async signUp(world: World, made: Partial<AuthenticatorOptions> = {}) {
    const profile = { email: 'ada@example.com' }
    const { ceremony, options } = await world.passkeys.signUp.begin({ profile, binding })
    const response = await world.authenticator(made).create(options)
    const finish = (sent: object = response) => world.passkeys.signUp.finish({ ceremony, response: sent, binding })
    return { response, finish }
  },
} satisfies Readonly<Record<string, (world: World, made: Partial<AuthenticatorOptions>) => Promise<Finish>>>

function openWorld(change: WorldChange = {}): World {
  const users = usersApart()
  return createWorld({
    adminsMayEnroll: true,
    policy: { mode: 'optional', signUp: true },
    ...change,
    host: { ...users.host, ...change.host },
  })
}

const tighten = (world: World, policy: PartialPolicy) =>
  world.passkeys.admin.policy.setEnvironment({ policy, expectedVersion: 0, actor })

/** A synced passkey that says it has this id. */
function createUnder(world: World, id: string, options: CreationOptionsJSON) {
  const credentialId = Buffer.from(id, 'base64url')
  return world.authenticator({ synced: true }).create(options, {
    tamper: {
      authenticatorData: (honest) => ({
        ...honest,
        attestedCredentialData: { ...honest.attestedCredentialData, credentialId },
      }),
      envelope: (honest) => ({ ...honest, id, rawId: id }),
    },
  })
}

const refusalOf = (attempt: Promise<unknown>) => attempt.then(() => undefined).catch((error) => error)

async function everyPasskey({ storage }: World) {
  return (await storage.passkeys.page({ rpId, limit: 10 })).items
}

describe.each(Object.entries(ways))('by %s', (_, begin) => {
  test.each(unwanted)(
    'a passkey %s: refused, and the browser gets a signal to delete it',
    async (_what, policy, made, code) => {
      const world = openWorld()
      const { response, finish } = await begin(world, made)
      await tighten(world, policy)
      const signals = { rpId, unknownCredentialId: response.id }
      await expect(finish()).rejects.toMatchObject({ code, status: 422, signals })
      expect(await everyPasskey(world)).toEqual([])
      expect(await world.events()).toEqual(['policy.changed'])
    },
  )

  test('one that was stored before the policy became stricter is sent again: the browser keeps it', async () => {
    const world = openWorld()
    const { finish } = await begin(world, { synced: true })
    await finish()
    const before = await everyPasskey(world)
    await tighten(world, { kinds: { synced: false } })
    const refusal = await refusalOf(finish())
    expect(refusal.code).toBe('authenticator_not_allowed')
    expect(refusal.signals).toBeUndefined()
    expect(await everyPasskey(world)).toEqual(before)
  })

  test('one that was made for another ceremony may still be wanted there', async () => {
    const world = openWorld()
    const { response } = await begin(world, {})
    const refusal = await refusalOf((await begin(world, {})).finish(response))
    expect(refusal.code).toBe('challenge_mismatch')
    expect(refusal.signals).toBeUndefined()
  })

  test('a store that fails meanwhile hides no refusal', async () => {
    const storage = memoryStorage()
    const find = () => Promise.reject(new Error('The connection is lost.'))
    const world = openWorld({ storage: { ...storage, passkeys: { ...storage.passkeys, find } } })
    const { finish } = await begin(world, { synced: true })
    await tighten(world, { kinds: { synced: false } })
    const refusal = await refusalOf(finish())
    expect(refusal.code).toBe('authenticator_not_allowed')
    expect(refusal.signals).toBeUndefined()
  })
})

describe('what has become of the account', () => {
  test('the limit was reached meanwhile: the passkey is forgotten', async () => {
    const world = openWorld({ policy: { mode: 'optional', limit: 2 } })
    await world.enroll(world.authenticator())
    const { response, finish } = await ways.enroll(world)
    await world.enroll(world.authenticator())
    await expect(finish()).rejects.toMatchObject({
      code: 'limit_reached',
      signals: { rpId, unknownCredentialId: response.id },
    })
    expect(await everyPasskey(world)).toHaveLength(2)
  })

  test('no signals for the id of a decoy, as for one that a user has', async () => {
    const world = openWorld({ policy: { mode: 'optional', flow: 'both' } })
    const { options } = await world.passkeys.signIn.begin({ identifier: 'unknown@example.com', binding })
    const decoy = options.allowCredentials[0]?.id ?? ''
    const { passkey } = await world.enroll(world.authenticator(), world.session({ userId: bob.id }))
    await tighten(world, { kinds: { synced: false } })
    for (const id of [decoy, passkey.id]) {
      const session = world.session()
      const { ceremony, options: asked } = await world.passkeys.enroll.begin({ user: alice, session, binding })
      const response = await createUnder(world, id, asked)
      const refusal = await refusalOf(world.passkeys.enroll.finish({ ceremony, response, session, binding }))
      expect(refusal.code).toBe('authenticator_not_allowed')
      expect(refusal.signals).toBeUndefined()
    }
    expect((await stateOf(world)).passkeys).toEqual([])
  })

  test('the address of a sign-up was taken meanwhile: the passkey is forgotten, and the issue stays', async () => {
    const world = openWorld()
    const [first, second] = [await ways.signUp(world), await ways.signUp(world)]
    await first.finish()
    await expect(second.finish()).rejects.toMatchObject({
      code: 'identifier_taken',
      issues: [{ path: 'email', message: 'is taken' }],
      signals: { rpId, unknownCredentialId: second.response.id },
    })
    expect(await everyPasskey(world)).toHaveLength(1)
  })

  test('the host does not want the new user: the passkey is forgotten', async () => {
    const forbidden = new PasskeyError('forbidden')
    const world = openWorld({ host: { createUser: () => Promise.reject(forbidden) } })
    const { response, finish } = await ways.signUp(world)
    await expect(finish()).rejects.toMatchObject({
      code: 'forbidden',
      signals: { rpId, unknownCredentialId: response.id },
      cause: forbidden,
    })
  })
})

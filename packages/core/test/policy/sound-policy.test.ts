import type { PartialPolicy } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import { describe, expect, test } from 'vitest'
import { resolvePolicy, strictestPolicy } from '../../src/policy/resolve-policy.js'
import { alice, createWorld, type World } from '../world.js'

const actor = { id: 'admin-1' }
const acme = 'acme'
const aaguid = 'adce0002-35bc-c60a-648b-0b25f1f05503'
const root = (name: string) => `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----`

const resolve = (policy: PartialPolicy) => resolvePolicy([{ layer: 'code', policy }]).policy
const setEnvironment = ({ passkeys }: World, policy: PartialPolicy, expectedVersion = 0) =>
  passkeys.admin.policy.setEnvironment({ policy, expectedVersion, actor })
const setAcme = ({ passkeys }: World, policy: PartialPolicy) =>
  passkeys.admin.policy.setOrganization({ organizationId: acme, policy, expectedVersion: 0, actor })

describe('several organizations: what belongs together stays together', () => {
  const list = resolve({ authenticators: { allow: [aaguid], unproven: 'accept' } })
  const open = resolve({})

  test('an allow list is believed as the organization says that has it', () => {
    for (const policies of [
      [list, open],
      [open, list],
    ]) {
      expect(strictestPolicy(policies, open).authenticators).toMatchObject({ allow: [aaguid], unproven: 'accept' })
    }
  })

  test('roots are those of who requires trust, whatever the environment has; what two agree on', () => {
    const trusting = (roots: readonly string[] | 'mds') =>
      resolve({ attestation: 'direct', trust: { require: true, roots } })
    const rootsOf = (...policies: ReturnType<typeof resolve>[]) => strictestPolicy(policies, open).trust.roots
    expect(rootsOf(trusting([root('a')]))).toEqual([root('a')])
    expect(rootsOf(trusting('mds'), open)).toBe('mds')
    expect(rootsOf(trusting([root('a'), root('b')]), trusting([root('b')]))).toEqual([root('b')])
    expect(rootsOf(trusting('mds'), trusting([root('a')]))).toEqual([])
    expect(rootsOf(open)).toEqual([])
  })

  test('no user names are looked up for any user if one organization says so', () => {
    const classic = resolve({ flow: 'classic' })
    const strict = resolve({ flow: 'smart', enumeration: 'usernameless-only' })
    expect(strictestPolicy([classic, strict], classic)).toMatchObject({
      enumeration: 'usernameless-only',
      flow: 'smart',
    })
  })
})

describe('a layer below an override changes', () => {
  test("an override that looks no user name up is not locked out by the environment's classic flow", async () => {
    const world = createWorld({ host: { organizationsOf: () => [acme] } })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    await setAcme(world, { enumeration: 'usernameless-only' })
    await setEnvironment(world, { flow: 'classic' })
    const { policy, from } = await world.passkeys.policy.effective({ organizationId: acme })
    expect(policy).toMatchObject({ enumeration: 'usernameless-only', flow: 'smart' })
    expect(from).toMatchObject({ enumeration: 'organization', flow: 'implied' })
  })

  test('an allow list keeps the belief that it needs', async () => {
    const world = createWorld({ policy: { mode: 'optional', authenticators: { unproven: 'accept' } } })
    await setAcme(world, { authenticators: { allow: [aaguid] } })
    await setEnvironment(world, { authenticators: { unproven: 'refuse' } })
    const { policy, from } = await world.passkeys.policy.effective({ organizationId: acme })
    expect(policy.authenticators).toMatchObject({ allow: [aaguid], unproven: 'accept' })
    expect(from.authenticators.unproven).toBe('implied')
  })

  test('a stored limit above what the host now allows is cut to that', async () => {
    const storage = memoryStorage()
    await setEnvironment(createWorld({ storage }), { limit: 50 })
    const again = createWorld({ storage, policy: { mode: 'optional', limit: 2 }, maxCredentials: 2 })
    expect(await again.passkeys.policy.effective()).toMatchObject({ policy: { limit: 2 }, from: { limit: 'implied' } })
    await again.enroll(again.authenticator())
    await again.enroll(again.authenticator())
    await expect(again.enroll(again.authenticator())).rejects.toMatchObject({ code: 'limit_reached' })
  })
})

test('the last passkey of who must have one stays by a default, and provenance says so', () => {
  expect(resolvePolicy([{ layer: 'code', policy: { mode: 'mandatory' } }])).toMatchObject({
    policy: { removeLast: 'never' },
    from: { removeLast: 'implied' },
  })
  const stated = resolvePolicy([
    { layer: 'code', policy: { removeLast: 'allow' } },
    { layer: 'environment', policy: { mode: 'mandatory' } },
  ])
  expect(stated).toMatchObject({ policy: { removeLast: 'allow' }, from: { removeLast: 'code' } })
})

test('a read that was under way when a policy changed does not bring the old one back', async () => {
  const world = createWorld({ policy: { mode: 'optional' } })
  const { policies } = world.storage
  const { read } = policies
  let open = () => {}
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const slow: typeof read = async (...asked) => {
    const records = await read(...asked)
    await gate
    return records
  }
  Object.assign(policies, { read: slow })
  const early = world.passkeys.policy.effective()
  Object.assign(policies, { read })
  await setEnvironment(world, { mode: 'off' })
  open()
  await early
  expect((await world.passkeys.policy.effective()).policy.mode).toBe('off')
  expect((await world.passkeys.policy.stored()).policy).toEqual({ mode: 'off' })
})

test('the environment has no switch that a preview could throw', async () => {
  const { passkeys } = createWorld()
  const preview = passkeys.admin.policy.preview({ policy: { mode: 'off' }, enabled: false })
  await expect(preview).rejects.toMatchObject({ code: 'malformed' })
})

test('a preview lists 1 to 1000 users', async () => {
  const { passkeys } = createWorld()
  for (const limit of [0, 1001]) {
    await expect(passkeys.admin.policy.preview({ policy: {}, limit })).rejects.toThrow(TypeError)
  }
})

test('a ceremony lives no longer than the policy of its finish lets it', async () => {
  const world = createWorld({ policy: { mode: 'optional', ceremonySeconds: 600 } })
  const authenticator = world.authenticator()
  await world.enroll(authenticator)
  const binding = 'this browser'
  const user = { id: alice.id, name: alice.name }
  const signIn = await world.passkeys.signIn.begin({ binding })
  const enroll = await world.passkeys.enroll.begin({ user, session: world.session(), binding })
  await setEnvironment(world, { ceremonySeconds: 30 })
  world.clock.forward(31)
  const response = await authenticator.get(signIn.options)
  const finished = [
    world.passkeys.signIn.finish({ ceremony: signIn.ceremony, response, binding }),
    world.passkeys.enroll.finish({
      ceremony: enroll.ceremony,
      response: await world.authenticator().create(enroll.options),
      session: world.session(),
      binding,
    }),
  ]
  for (const outcome of await Promise.allSettled(finished)) {
    expect(outcome).toMatchObject({ reason: { code: 'ceremony_expired' } })
  }
})

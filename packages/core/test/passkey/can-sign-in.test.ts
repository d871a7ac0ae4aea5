import type { PartialPolicy } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { alice, binding, createWorld, stateOf, type World, type WorldChange } from '../world.js'

const actor = { id: 'admin-1' }

/** Registers a passkey that needs a user name first, as an authenticator makes one where it is let. */
async function enrollHidden(world: World, userVerified = true) {
  const authenticator = world.authenticator({ userVerified })
  const session = world.session()
  const { ceremony, options } = await world.passkeys.enroll.begin({ user: alice, session, binding })
  const response = await authenticator.create({ ...options, authenticatorSelection: { residentKey: 'discouraged' } })
  const { passkey } = await world.passkeys.enroll.finish({ ceremony, response, session, binding })
  expect(passkey.discoverable).toBe(false)
  return { authenticator, passkey }
}

const classic: PartialPolicy = {
  mode: 'optional',
  flow: 'classic',
  password: 'refused-once-enrolled',
  userVerification: { enroll: 'preferred', signIn: 'preferred' },
}

async function change(world: World, policy: PartialPolicy) {
  const { version } = await world.passkeys.policy.stored()
  await world.passkeys.admin.policy.setEnvironment({ policy, expectedVersion: version, actor })
}

const passwordAllowed = (world: World) => world.passkeys.passwordAllowed({ userId: alice.id })
const lockedOut = async (world: World, policy: PartialPolicy) =>
  (await world.passkeys.admin.policy.preview({ policy })).lockedOut

/** Looked at again at each sign-in. */
function atSignIn(policy: PartialPolicy, rules: PartialPolicy['authenticators'] = {}): PartialPolicy {
  return { ...policy, authenticators: { ...rules, at: 'enroll-and-sign-in' } }
}

describe('a passkey that can sign no user in after a change: the preview counts its user, and the password stays', () => {
  test.each<[string, boolean, PartialPolicy]>([
    ['no user name is looked up', true, { flow: 'both', enumeration: 'usernameless-only' }],
    ['no user name is asked for', true, { flow: 'smart' }],
    ['the user must be verified, and never was', false, { userVerification: { signIn: 'required' } }],
    ['a second factor only', true, { use: 'second-factor' }],
    ['off', true, { mode: 'off' }],
  ])('%s', async (_, userVerified, policy) => {
    const world = createWorld({ policy: classic })
    await enrollHidden(world, userVerified)
    expect(await passwordAllowed(world)).toBe(false)
    expect(await lockedOut(world, policy)).toBe(1)
    await change(world, policy)
    expect(await passwordAllowed(world)).toBe(true)
  })

  test('one that has never verified its user counts as lost too, where another change stops it', async () => {
    const world = createWorld({ policy: classic })
    await enrollHidden(world, false)
    await change(world, { userVerification: { signIn: 'required' } })
    expect(await lockedOut(world, { userVerification: { signIn: 'required' } })).toBe(0)
    expect(await lockedOut(world, { userVerification: { signIn: 'required' }, mode: 'off' })).toBe(1)
  })

  test('after it has verified its user once, the password goes', async () => {
    const world = createWorld({ policy: { ...classic, flow: 'both' } })
    const authenticator = world.authenticator({ userVerified: false })
    await world.enroll(authenticator)
    await world.signIn(authenticator, { userVerified: true })
    await change(world, { userVerification: { signIn: 'required' } })
    expect(await passwordAllowed(world)).toBe(false)
  })
})

describe('the door', () => {
  const closed: WorldChange = {
    policy: { password: 'refused-once-enrolled' },
    host: { organizationsOf: () => ['acme'] },
  }

  test('where the environment is off, a passkey signs in only by the name of the organization', async () => {
    const world = createWorld(closed)
    const policy = { mode: 'optional' } as const
    await world.passkeys.admin.policy.setOrganization({ organizationId: 'acme', policy, expectedVersion: 0, actor })
    await world.enroll(world.authenticator())
    await expect(world.passkeys.signIn.begin({ binding })).rejects.toMatchObject({ code: 'passkeys_off' })
    expect(await passwordAllowed(world)).toBe(true)
    const atAcme = { userId: alice.id, organizationId: 'acme' }
    expect(await world.passkeys.passwordAllowed(atAcme)).toBe(false)
  })
})

describe('a passkey known not to be discoverable, with an allow list that the page has made up', () => {
  test.each<[string, PartialPolicy]>([
    ['smart', { flow: 'smart' }],
    ['both, and no user name is looked up', { flow: 'both', enumeration: 'usernameless-only' }],
  ])('does not sign in under %s', async (_, policy) => {
    const world = createWorld({ policy: classic })
    const { authenticator, passkey } = await enrollHidden(world)
    await change(world, policy)
    const begun = await world.passkeys.signIn.begin({ binding })
    const allowCredentials = [{ type: 'public-key' as const, id: passkey.id }]
    const userHandle = (await world.storage.passkeys.find('example.com', passkey.id))?.passkey.userHandle
    const response = await authenticator.get(
      { ...begun.options, allowCredentials },
      { tamper: { envelope: (honest) => ({ ...honest, response: { ...honest.response, userHandle } }) } },
    )
    const attempt = world.passkeys.signIn.finish({ ceremony: begun.ceremony, response, binding })
    await expect(attempt).rejects.toMatchObject({ code: 'credential_not_allowed' })
    expect(await world.passkeys.prompt.decide({ session: world.session(), on: 'sign-in' })).toMatchObject({
      prompt: 'offer',
    })
  })
})

describe('mandatory, and no passkey that can sign in', () => {
  const mandatory = { mode: 'mandatory', flow: 'smart', limit: 1 } as const

  test('the unusable one may go, whatever keeps the last, and makes room for one that does', async () => {
    const world = createWorld({ policy: classic })
    const { passkey } = await enrollHidden(world)
    await change(world, mandatory)
    const session = world.session()
    const decide = () => world.passkeys.prompt.decide({ session, on: 'sign-in' })
    expect(await decide()).toMatchObject({ prompt: 'require', reason: 'limit_reached' })
    const { passkeys } = await world.passkeys.manage.list({ session })
    expect(passkeys).toMatchObject([{ id: passkey.id, removable: true }])
    await world.passkeys.manage.remove({ session, id: passkey.id })
    expect(await decide()).toMatchObject({ prompt: 'require', reason: 'mandatory' })
    await world.enroll(world.authenticator())
    expect(await decide()).toMatchObject({ prompt: 'none', reason: 'has_passkey' })
  })

  test('where suspended ones fill the limit the decision says so, and an admin frees the user', async () => {
    const world = createWorld()
    const { passkey } = await world.enroll(world.authenticator())
    const target = { rpId: 'example.com', id: passkey.id, userId: alice.id }
    await world.storage.passkeys.setStatus(target, { scope: 'environment', status: 'suspended' }, [])
    await change(world, mandatory)
    const session = world.session()
    const decide = () => world.passkeys.prompt.decide({ session, on: 'sign-in' })
    expect(await decide()).toMatchObject({ prompt: 'require', reason: 'limit_reached' })
    const remove = world.passkeys.manage.remove({ session, id: passkey.id })
    await expect(remove).rejects.toMatchObject({ code: 'forbidden' })
    await world.storage.passkeys.setStatus(target, { scope: 'environment', status: 'active' }, [])
    expect(await decide()).toMatchObject({ prompt: 'none', reason: 'has_passkey' })
  })
})

test('the last that is known to verify its user stays, where a sign-in must and no other has', async () => {
  const world = createWorld({ policy: { ...classic, flow: 'both' } })
  const { passkey } = await world.enroll(world.authenticator())
  const other = await world.enroll(world.authenticator({ userVerified: false }))
  await change(world, { userVerification: { signIn: 'required' } })
  const session = world.session()
  const remove = (id: string) => world.passkeys.manage.remove({ session, id })
  await expect(remove(passkey.id)).rejects.toMatchObject({ code: 'last_sign_in_method' })
  await expect(remove(other.passkey.id)).resolves.toBeDefined()
})

describe('a passkey that the policy would no longer let anyone create', () => {
  const aaguid = 'adce0002-35bc-c60a-648b-0b25f1f05503'
  const zero = '00000000-0000-0000-0000-000000000000'

  test.each<[what: string, model: string, policy: PartialPolicy, lost: number]>([
    ['of the wrong kind, looked at when it is created', zero, { kinds: { synced: false } }, 0],
    ['of the wrong kind, looked at when it signs in', zero, atSignIn({ kinds: { synced: false } }), 1],
    ['of the right kind, looked at when it signs in', zero, atSignIn({ kinds: { deviceBound: false } }), 0],
    ['of no model, where unknown ones are denied', zero, atSignIn({}, { unknown: 'deny' }), 1],
    ['of a model, where unknown ones are denied', aaguid, atSignIn({}, { unknown: 'deny' }), 0],
  ])('%s', async (_, model, policy, lost) => {
    const world = createWorld({ policy: classic })
    await world.enroll(world.authenticator({ aaguid: model }))
    expect(await lockedOut(world, policy)).toBe(lost)
  })
})

test('at no organization in particular, one that an organization has suspended is no sign-in method that is left', async () => {
  const world = createWorld({ host: { organizationsOf: () => ['acme', 'globex'] } })
  const { passkey } = await world.enroll(world.authenticator())
  const other = await world.enroll(world.authenticator())
  const [stored] = (await stateOf(world)).passkeys.filter(({ id }) => id === other.passkey.id)
  if (stored) await world.storage.passkeys.setStatus(stored, { scope: 'organization:acme', status: 'suspended' }, [])
  const remove = (organizationId?: string) =>
    world.passkeys.manage.remove({
      session: world.session(organizationId === undefined ? {} : { organizationId }),
      id: passkey.id,
    })
  await expect(remove()).rejects.toMatchObject({ code: 'last_sign_in_method' })
  await expect(remove('globex')).resolves.toBeDefined()
})

import type { Session } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import type { PasskeyStorage } from '@latchkey/storage'
import { describe, expect, test } from 'vitest'
import { alice, binding, createWorld, stateOf, type WorldChange } from '../world.js'

const day = 86_400
const policy = { mode: 'optional', removeLast: 'allow', newPasskeyCooldown: day } as const

/** Alice has an old passkey, and a new one that was added two minutes ago, in a session that began with `methods`. */
async function withNewPasskey(change: WorldChange = {}) {
  const world = createWorld({ policy, ...change, host: { findUserById: () => alice, ...change.host } })
  const enrolled = async () => (await world.enroll(world.authenticator())).passkey.id
  const old = await enrolled()
  world.clock.forward(30 * day)
  const before = world.clock.now
  world.clock.forward(60)
  const added = await enrolled()
  world.clock.forward(120)
  const signedInBy = (passkeyId: string, at = world.clock.now) =>
    world.session({ authenticatedAt: at, methods: [{ name: 'passkey', at, passkeyId }] })
  const remove = (id: string, session: Session = world.session()) =>
    world.passkeys.manage.remove({ session, id }).then(
      () => 'removed',
      (error) => error.code,
    )
  const createCodes = (session: Session) =>
    world.passkeys.recovery.createCodes({ session }).then(
      ({ codes }) => codes.length,
      (error) => error.code,
    )
  return { world, old, added, before, signedInBy, remove, createCodes }
}

describe('while a passkey is new, removing an older one', () => {
  test('is refused to a session with a password: a stolen session does not lock its user out', async () => {
    const { world, remove, old } = await withNewPasskey()
    expect(await remove(old)).toBe('cooling_down')
    expect((await stateOf(world)).passkeys).toHaveLength(2)
    const { passkeys } = await world.passkeys.manage.list({ session: world.session() })
    expect(passkeys).toMatchObject([{ removable: false, whyNotRemovable: 'cooling_down' }, { removable: true }])
  })

  test('is refused to a session that the old passkey began before the new one was added', async () => {
    const { remove, old, before, signedInBy } = await withNewPasskey()
    expect(await remove(old, signedInBy(old, before))).toBe('cooling_down')
  })

  test('is refused to a session of the new passkey, and to one that does not say which passkey', async () => {
    const { world, remove, old, added, signedInBy } = await withNewPasskey()
    expect(await remove(old, signedInBy(added))).toBe('cooling_down')
    const unnamed = world.session({ methods: [{ name: 'passkey', at: world.clock.now }] })
    expect(await remove(old, unnamed)).toBe('cooling_down')
  })

  test('is allowed after a sign-in by the old passkey since then', async () => {
    const { remove, old, signedInBy } = await withNewPasskey()
    expect(await remove(old, signedInBy(old))).toBe('removed')
  })

  test('is allowed after a step-up by the old passkey', async () => {
    const { world, remove, old } = await withNewPasskey()
    const { authenticatedAt, methods } = world.session()
    const steppedUp = [...methods, { name: 'passkey', at: world.clock.now, passkeyId: old }]
    expect(await remove(old, world.session({ authenticatedAt, methods: steppedUp }))).toBe('removed')
  })

  test('is allowed once the cool-down is over, at its last second not', async () => {
    const { world, remove, old } = await withNewPasskey()
    world.clock.forward(day - 121)
    expect(await remove(old)).toBe('cooling_down')
    world.clock.forward(1)
    expect(await remove(old)).toBe('removed')
  })

  test('is allowed to an admin of the environment, not to one of an organization', async () => {
    const { world, old } = await withNewPasskey({ host: { organizationsOf: () => ['acme'] } })
    const remove = world.passkeys.admin.passkeys.remove
    const target = { userId: alice.id, id: old }
    const organization = { id: 'admin', scope: { organizationId: 'acme' } } as const
    await expect(remove({ ...target, actor: organization })).rejects.toMatchObject({ code: 'cooling_down' })
    await expect(remove({ ...target, actor: { id: 'admin', scope: 'environment' } })).resolves.toBeDefined()
  })

  test('an older one always removes a newer one, and so does a password', async () => {
    const { remove, old, added, before, signedInBy } = await withNewPasskey()
    expect(await remove(added, signedInBy(old, before))).toBe('removed')
    const again = await withNewPasskey()
    expect(await again.remove(again.added)).toBe('removed')
    expect(await again.remove(again.old)).toBe('removed')
  })

  test('is allowed where the policy has no cool-down', async () => {
    const { remove, old } = await withNewPasskey({ policy: { ...policy, newPasskeyCooldown: 0 } })
    expect(await remove(old)).toBe('removed')
  })
})

describe('while a passkey is new, replacing the recovery codes', () => {
  test('is refused to a password and to the new passkey, and allowed to the old one', async () => {
    const { world, createCodes, old, added, signedInBy } = await withNewPasskey()
    expect(await createCodes(world.session())).toBe('cooling_down')
    expect(await createCodes(signedInBy(added))).toBe('cooling_down')
    expect(await createCodes(signedInBy(old))).toBe(10)
  })

  test('a user whose only passkey is new creates them', async () => {
    const world = createWorld({ policy })
    await world.enroll(world.authenticator())
    await expect(world.passkeys.recovery.createCodes({ session: world.session() })).resolves.toHaveProperty('codes')
  })
})

test.each(['remove', 'createCodes'] as const)(
  'a passkey that is added between the check and the change is seen: %s is account_changed',
  async (action) => {
    let interfere: (() => Promise<unknown>) | undefined
    const storage = interrupted(memoryStorage(), async () => {
      const now = interfere
      interfere = undefined
      await now?.()
    })
    const world = createWorld({ policy, storage })
    const { passkey } = await world.enroll(world.authenticator())
    world.clock.forward(30 * day)
    const session = world.session()
    interfere = () => world.enroll(world.authenticator(), session)
    const change =
      action === 'remove'
        ? world.passkeys.manage.remove({ session, id: passkey.id })
        : world.passkeys.recovery.createCodes({ session })
    await expect(change).rejects.toMatchObject({ code: 'account_changed' })
    expect((await stateOf(world)).passkeys).toHaveLength(2)
  },
)

/** The storage, in which something happens right before a removal or a replacement. */
function interrupted(storage: PasskeyStorage, happen: () => Promise<void>): PasskeyStorage {
  const { passkeys, codes } = storage
  return {
    ...storage,
    passkeys: {
      ...passkeys,
      remove: async (...input) => {
        await happen()
        return passkeys.remove(...input)
      },
    },
    codes: {
      ...codes,
      replaceSet: async (...input) => {
        await happen()
        return codes.replaceSet(...input)
      },
    },
  }
}

describe('after a recovery', () => {
  async function recovered() {
    const world = createWorld({ policy, host: { findUserById: () => alice } })
    const { passkey: lost } = await world.enroll(world.authenticator())
    const { codes } = await world.passkeys.recovery.createCodes({ session: world.session() })
    world.clock.forward(30 * day)
    const [code = ''] = codes
    const { ceremony, options } = await world.passkeys.recovery.redeem({ identifier: alice.name, code, binding })
    const response = await world.authenticator().create(options)
    const { passkey } = await world.passkeys.enroll.finish({ ceremony, response, binding })
    world.clock.forward(1)
    const sessionOf = (passkeyId: string) =>
      world.session({ methods: [{ name: 'passkey', at: world.clock.now, passkeyId }] })
    return { world, lost: lost.id, fresh: passkey.id, sessionOf }
  }

  test('the user suspends an older passkey at once, and removes it after the cool-down', async () => {
    const { world, lost, fresh, sessionOf } = await recovered()
    const { manage } = world.passkeys
    await manage.suspend({ session: sessionOf(fresh), id: lost })
    expect((await stateOf(world)).passkeys[0]).toMatchObject({ status: 'suspended', suspendedByUser: true })
    expect((await world.told()).at(-1)).toMatchObject({ name: 'passkey.suspended', data: { reason: 'user' } })
    const early = manage.remove({ session: sessionOf(fresh), id: lost })
    await expect(early).rejects.toMatchObject({ code: 'cooling_down' })
    world.clock.forward(day)
    await expect(manage.remove({ session: sessionOf(fresh), id: lost })).resolves.toBeDefined()
    expect((await stateOf(world)).passkeys).toMatchObject([{ id: fresh }])
  })

  test.each(['the password', 'the passkey itself'])('a session of %s suspends nothing', async (of) => {
    const { world, lost, fresh, sessionOf } = await recovered()
    const session = of === 'the password' ? world.session() : sessionOf(lost)
    const id = of === 'the password' ? lost : fresh
    await expect(world.passkeys.manage.suspend({ session, id })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('what an admin has suspended, the user does not remove', async () => {
    const { world, lost, fresh, sessionOf } = await recovered()
    const admin = { id: 'admin', scope: 'environment' } as const
    await world.passkeys.admin.passkeys.suspend({ userId: alice.id, id: lost, actor: admin })
    world.clock.forward(2 * day)
    const remove = world.passkeys.manage.remove({ session: sessionOf(fresh), id: lost })
    await expect(remove).rejects.toMatchObject({ code: 'forbidden' })
  })
})

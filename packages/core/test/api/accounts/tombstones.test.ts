import { beforeEach, describe, expect, test } from 'vitest'
import { alice, binding, createWorld, stateOf, type World } from '../../world.js'

const actor = { id: 'admin-1', scope: 'environment' } as const

describe('the tombstone of a purged user', () => {
  let world: World
  let exported: unknown[]

  beforeEach(async () => {
    world = createWorld({
      adminsMayEnroll: true,
      host: { createUser: () => {}, confirmUser: () => {}, discardUser: () => {} },
    })
    await world.enroll(world.authenticator())
    exported = []
    for await (const row of world.passkeys.admin.export()) exported.push(row)
    await world.passkeys.admin.accounts.purge({ userId: alice.id, actor })
  })

  const purgedAt = async () => (await stateOf(world)).account?.purgedAt
  const importAgain = async () => {
    const codes: unknown[] = []
    const report = (passkey: object) => void codes.push('code' in passkey ? passkey.code : 'imported')
    await world.passkeys.admin.import({ rows: exported, report, actor })
    return codes
  }

  test.each([
    ['prompt.shown, from an old session', () => world.passkeys.prompt.shown({ session: world.session() })],
    ['prompt.answer', () => world.passkeys.prompt.answer({ session: world.session(), answer: 'not-now' })],
    ['admin.prompt.reset', () => world.passkeys.admin.prompt.reset({ userId: alice.id, actor })],
    ['signUp.reconcile', () => world.passkeys.signUp.reconcile({ userId: alice.id })],
    ['admin.accounts.invalidate', () => world.passkeys.admin.accounts.invalidate({ userId: alice.id, actor })],
  ])('is not lifted by %s: an import is still refused', async (_, act) => {
    const before = await purgedAt()
    await act()
    expect(before).toBeDefined()
    expect(await purgedAt()).toBe(before)
    expect(await importAgain()).toEqual(['account_purged'])
  })

  test('is not lifted by an admin who enrolls', async () => {
    const { ceremony, options } = await world.passkeys.admin.enroll.begin({ user: alice, actor, binding })
    const response = await world.authenticator().create(options)
    const finish = world.passkeys.admin.enroll.finish({ userId: alice.id, ceremony, response, actor, binding })
    await expect(finish).rejects.toMatchObject({ code: 'account_changed' })
    expect(await purgedAt()).toBeDefined()
  })

  test('is lifted by a first passkey of the user’s own; the old one stays away', async () => {
    await world.enroll(world.authenticator())
    expect(await purgedAt()).toBeUndefined()
    expect(await importAgain()).toEqual(['account_purged'])
    expect((await stateOf(world)).passkeys).toHaveLength(1)
  })
})

import { describe, expect, test } from 'vitest'
import { alice, createWorld, rpId, stateOf } from '../../world.js'

const user = { name: 'alice@new.example', displayName: 'Alice B.' }

describe('signals for the user’s browser', () => {
  test('name every passkey, suspended ones included, and what the user is called now', async () => {
    const world = createWorld()
    const first = await world.enroll(world.authenticator())
    const second = await world.enroll(world.authenticator())
    const actor = { id: 'admin-1' }
    await world.passkeys.admin.passkeys.suspend({ userId: alice.id, actor, id: first.passkey.id })
    const { account } = await stateOf(world)
    const signals = await world.passkeys.manage.signals({ session: world.session(), user })
    expect(signals.rpId).toBe(rpId)
    expect(signals.allAcceptedCredentials?.userId).toBe(account?.userHandle)
    expect(new Set(signals.allAcceptedCredentials?.allAcceptedCredentialIds)).toEqual(
      new Set([first.passkey.id, second.passkey.id]),
    )
    expect(signals.currentUserDetails).toEqual({ userId: account?.userHandle, ...user })
  })

  test('come with a list too, where the host says what the user is called now', async () => {
    const world = createWorld()
    await world.enroll(world.authenticator())
    const session = world.session()
    const { account } = await stateOf(world)
    const { list, signals } = world.passkeys.manage
    expect((await list({ session, user })).signals).toEqual(await signals({ session, user }))
    expect((await list({ session, user })).signals.currentUserDetails).toEqual({ userId: account?.userHandle, ...user })
    expect((await list({ session, user: { name: 'alice' } })).signals.currentUserDetails).toMatchObject({
      name: 'alice',
      displayName: 'alice',
    })
    expect((await list({ session })).signals).not.toHaveProperty('currentUserDetails')
  })

  test('after an admin has removed all: an empty list, so that the browser forgets them', async () => {
    const world = createWorld()
    await world.enroll(world.authenticator())
    await world.passkeys.admin.passkeys.removeAll({ userId: alice.id, actor: { id: 'admin-1', scope: 'environment' } })
    const signals = await world.passkeys.manage.signals({ session: world.session(), user: { name: alice.name } })
    expect(signals.allAcceptedCredentials?.allAcceptedCredentialIds).toEqual([])
    expect(signals.currentUserDetails).toMatchObject({ name: alice.name, displayName: alice.name })
  })

  test('of a user of whom nothing is known: nothing', async () => {
    const world = createWorld()
    expect(await world.passkeys.manage.signals({ session: world.session(), user })).toEqual({ rpId })
  })

  test('only for who is signed in, with nothing owed, and not while off', async () => {
    const world = createWorld()
    const { signals } = world.passkeys.manage
    await expect(signals({ session: null, user })).rejects.toMatchObject({ code: 'not_signed_in' })
    const session = world.session({ partial: true })
    await expect(signals({ session, user })).rejects.toMatchObject({ code: 'not_signed_in' })
    const off = createWorld({ policy: {} })
    await expect(off.passkeys.manage.signals({ session: off.session(), user })).rejects.toMatchObject({
      code: 'passkeys_off',
    })
  })
})

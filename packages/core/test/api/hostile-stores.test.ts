import { PasskeyError } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import type { PasskeyStorage, PasskeyWithAccount } from '@latchkey/storage'
import { hostileStorages, sampleAccount } from '@latchkey/testing'
import type { CredentialId } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'
import { alice, binding, bob, createWorld, rpId, stateOf } from '../world.js'

/** A victim and an attacker, each with two passkeys, over a store that is honest so far. */
async function enrolled() {
  const storage = memoryStorage()
  const world = createWorld({ storage })
  const attackers = world.session({ userId: bob.id })
  const attackersDevice = world.authenticator()
  const { passkey: victims } = await world.enroll(world.authenticator())
  await world.enroll(world.authenticator())
  const { passkey: own } = await world.enroll(attackersDevice, attackers)
  await world.enroll(world.authenticator(), attackers)
  const victim = { rpId, id: victims.id, userId: alice.id }
  return { storage, attackersDevice, about: { victim, attacker: { rpId, id: own.id, userId: bob.id } } }
}

/** The storage, and the names of the verbs that were called: those for passkeys bare, others with their store. */
function watched(honest: PasskeyStorage) {
  const called = new Set<string>()
  const watch = <Store extends object>(store: Store, prefix = '') =>
    new Proxy(store, {
      get(target, verb, receiver) {
        called.add(`${prefix}${String(verb)}`)
        return Reflect.get(target, verb, receiver)
      },
    })
  const { passkeys, policies, accounts, codes, rates } = honest
  const others = { policies: watch(policies, 'policies.'), accounts: watch(accounts, 'accounts.') }
  const storage = { ...honest, passkeys: watch(passkeys), ...others, codes: watch(codes), rates: watch(rates) }
  return { called, storage }
}

describe('a store that lies', () => {
  test('lies in everything that a sign-in asks it, by a passkey and by a name', async () => {
    const { storage, attackersDevice } = await enrolled()
    const { called, storage: seen } = watched(storage)
    const world = createWorld({ storage: seen })
    await world.passkeys.signIn.begin({ identifier: 'the first of all', binding })
    called.clear()
    world.clock.forward(10)
    await world.signIn(attackersDevice)
    await world.passkeys.signIn.begin({ identifier: bob.name, binding })
    expect([...called].sort()).toEqual(['find', 'listByUser', 'policies.read', 'recordUse'])
    for (const verb of called) expect(hostileStorages.filter(({ name }) => name.startsWith(`${verb} `))).not.toEqual([])
  })

  test.each(hostileStorages)(
    '$name: $attackedBy fails with a code, and the victim keeps everything',
    async (hostile) => {
      const { storage, attackersDevice, about } = await enrolled()
      await hostile.prepare?.(storage, about)
      const honest = createWorld({ storage })
      const before = await stateOf(honest, alice.id)
      const deceived = createWorld({ storage: hostile.lie(storage, about) })
      const session = deceived.session({ userId: bob.id })
      const { manage } = deceived.passkeys
      const attacks = {
        'sign-in': () => deceived.signIn(attackersDevice),
        list: () => manage.list({ session }),
        rename: () => manage.rename({ session, id: about.victim.id, name: 'mine now' }),
        remove: () => manage.remove({ session, id: about.victim.id }),
      }
      const error = await attacks[hostile.attackedBy]().catch((it: unknown) => it)
      expect(error).toBeInstanceOf(PasskeyError)
      expect(await stateOf(honest, alice.id)).toEqual(before)
    },
  )

  test.each([
    [
      'the victim’s records under the attacker’s id',
      (victims: PasskeyWithAccount, id: CredentialId) => ({
        ...victims,
        passkey: { ...victims.passkey, id },
      }),
    ],
  ])('a count that moved, and then %s: no user signs in', async (_, swap) => {
    const { storage, attackersDevice, about } = await enrolled()
    const victims = await storage.passkeys.find(rpId, about.victim.id)
    let moved = false
    const passkeys: PasskeyStorage['passkeys'] = {
      ...storage.passkeys,
      find: async (rp, id) => (moved && victims ? swap(victims, id) : storage.passkeys.find(rp, id)),
      recordUse: async () => {
        if (moved) return 'recorded'
        moved = true
        return 'sign_count_moved'
      },
    }
    const attempt = createWorld({ storage: { ...storage, passkeys } }).signIn(attackersDevice)
    await expect(attempt).rejects.toMatchObject({ code: 'credential_not_found' })
  })

  test('a count that moved while the account was recovered: account_changed', async () => {
    const { storage, attackersDevice, about } = await enrolled()
    let moved = false
    const recordUse: PasskeyStorage['passkeys']['recordUse'] = async (use) => {
      if (moved) return storage.passkeys.recordUse(use)
      moved = true
      await storage.accounts.raiseVersion(sampleAccount(about.attacker), [])
      return 'sign_count_moved'
    }
    const passkeys = { ...storage.passkeys, recordUse }
    const attempt = createWorld({ storage: { ...storage, passkeys } }).signIn(attackersDevice)
    await expect(attempt).rejects.toMatchObject({ code: 'account_changed' })
  })

  test('a store that is down: storage_unavailable, with its reason for the log', async () => {
    const { storage, attackersDevice } = await enrolled()
    const down = new Error('the database has gone')
    const passkeys = { ...storage.passkeys, find: () => Promise.reject(down) }
    const attempt = createWorld({ storage: { ...storage, passkeys } }).signIn(attackersDevice)
    await expect(attempt).rejects.toMatchObject({ code: 'storage_unavailable', status: 503, cause: down })
  })

  test('a call that failed is never tried again: it may have happened', async () => {
    const { storage, attackersDevice } = await enrolled()
    let calls = 0
    const recordUse = () => {
      calls++
      return Promise.reject(new Error('connection reset'))
    }
    const passkeys = { ...storage.passkeys, recordUse }
    const attempt = createWorld({ storage: { ...storage, passkeys } }).signIn(attackersDevice)
    await expect(attempt).rejects.toMatchObject({ code: 'storage_unavailable' })
    expect(calls).toBe(1)
  })
})

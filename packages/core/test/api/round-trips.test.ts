import { memoryStorage } from '@latchkey/memory'
import type { PasskeyStorage } from '@latchkey/storage'
import { describe, expect, test } from 'vitest'
import { alice, binding, createWorld } from '../world.js'

/** The storage, and the names of the verbs that it was asked, in order. */
function listening(): { storage: PasskeyStorage; asked: string[] } {
  const asked: string[] = []
  const listen = <Store extends object>(name: string, store: Store): Store =>
    new Proxy(store, {
      get(target, verb, receiver) {
        asked.push(`${name}.${String(verb)}`)
        return Reflect.get(target, verb, receiver)
      },
    })
  const honest = memoryStorage()
  const { passkeys, accounts, policies, events } = honest
  const storage = {
    ...honest,
    passkeys: listen('passkeys', passkeys),
    accounts: listen('accounts', accounts),
    policies: listen('policies', policies),
    events: listen('events', events),
  }
  return { storage, asked }
}

describe('what a sign-in asks the store', () => {
  test('without a user name: nothing at begin, two things at finish; policies again after ten seconds', async () => {
    const { storage, asked } = listening()
    const world = createWorld({ storage })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    asked.length = 0
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    expect(asked).toEqual([])
    await world.passkeys.signIn.finish({ ceremony, response: await authenticator.get(options), binding })
    expect(asked).toEqual(['passkeys.find', 'passkeys.recordUse'])
    world.clock.forward(10)
    await world.passkeys.signIn.begin({ binding })
    expect(asked.slice(2)).toEqual(['policies.read'])
  })

  test('with an identifier: one read at begin, for a known and an unknown user', async () => {
    const { storage, asked } = listening()
    const { passkeys } = createWorld({ storage })
    await passkeys.signIn.begin({ identifier: 'the first of all', binding })
    for (const identifier of [alice.name, 'unknown@example.com']) {
      asked.length = 0
      await passkeys.signIn.begin({ identifier, binding })
      expect(asked).toEqual(['passkeys.listByUser'])
    }
  })

  test('the first name of a deployment freezes what decoys are drawn from; the next process reads it', async () => {
    const { storage, asked } = listening()
    const begin = () => createWorld({ storage }).passkeys.signIn.begin({ identifier: alice.name, binding })
    await begin()
    expect(asked.filter((verb) => verb === 'policies.write')).toHaveLength(1)
    asked.length = 0
    await begin()
    expect(asked.sort()).toEqual(['passkeys.listByUser', 'policies.read', 'policies.read'])
  })

  test('an answer for another challenge, origin or relying party costs the store nothing', async () => {
    const { storage, asked } = listening()
    const world = createWorld({ storage })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    asked.length = 0
    const tamper = {
      authenticatorData: (it: { rpIdHash: Uint8Array; flags: number; signCount: number }) => ({
        ...it,
        rpIdHash: new Uint8Array(32),
      }),
    }
    const response = await authenticator.get(options, { tamper })
    const attempt = world.passkeys.signIn.finish({ ceremony, response, binding })
    await expect(attempt).rejects.toMatchObject({ code: 'rp_id_hash_mismatch' })
    expect(asked).toEqual([])
  })
})

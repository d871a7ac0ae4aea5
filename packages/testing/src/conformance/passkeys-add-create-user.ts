import assert from 'node:assert/strict'
import type { PasskeyStorage } from '@latchkey/storage'
import { type ConformanceCase, rule } from './conformance-case.js'
import { keptEventIds } from './kept-event-ids.js'
import { sampleEvent, samplePasskey, sampleRpId, sampleTogether } from './sample-records.js'

async function assertNothingKept(storage: PasskeyStorage): Promise<void> {
  assert.deepEqual(await storage.passkeys.listByUser(sampleRpId, 'alice'), { passkeys: [] })
  assert.equal(await storage.passkeys.isSpent('ceremony-1'), false)
  assert.deepEqual(await keptEventIds(storage), [])
}

/** `createUser`: called inside the transaction, or not at all. */
export const passkeysAddCreateUser: readonly ConformanceCase[] = [
  rule(
    'passkeys.add: calls createUser once and adds, or rejects and has neither called it nor added',
    async (storage) => {
      let calls = 0
      const createUser = async () => {
        calls++
      }
      const together = sampleTogether({ createUser, events: [sampleEvent(1)] })
      const answer = await storage.passkeys.add(samplePasskey(), together).catch(() => 'rejected')
      if (answer === 'rejected') await assertNothingKept(storage)
      else assert.equal((await storage.passkeys.listByUser(sampleRpId, 'alice')).passkeys.length, 1)
      assert.deepEqual([answer, calls], answer === 'rejected' ? ['rejected', 0] : ['added', 1])
    },
  ),

  rule('passkeys.add: when createUser rejects, everything is undone', async (storage) => {
    const createUser = async () => {
      throw new Error('The name is taken.')
    }
    const together = sampleTogether({ createUser, events: [sampleEvent(1)] })
    await assert.rejects(storage.passkeys.add(samplePasskey(), together), Error)
    await assertNothingKept(storage)
    assert.equal(await storage.passkeys.add(samplePasskey(), sampleTogether()), 'added')
  }),

  rule('passkeys.add: does not call createUser when it refuses', async ({ passkeys }) => {
    let calls = 0
    const createUser = async () => {
      calls++
    }
    const refused = passkeys.add(samplePasskey(), sampleTogether({ createUser, accountVersion: 3 }))
    const answer = await refused.catch(() => 'rejected')
    assert.equal(['account_changed', 'rejected'].includes(answer), true)
    assert.equal(calls, 0)
  }),
]

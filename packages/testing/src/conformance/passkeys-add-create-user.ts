import assert from 'node:assert/strict'
import type { AddOptions, AddOutcome, PasskeyStorage } from '@latchkey/storage'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import { keptEventIds } from './kept-event-ids.js'
import { sampleEvent, samplePasskey, sampleRpId, sampleSpend, sampleTogether } from './sample-records.js'

/** The refusals of a second passkey with the id of the first. */
const refusals: readonly [answer: AddOutcome, change: Partial<AddOptions>][] = [
  ['already_spent', { spend: [sampleSpend(`enroll-0-${sampleRpId}-alice`)] }],
  ['account_changed', { accountVersion: 3 }],
  ['limit_reached', { limit: 1 }],
  ['duplicate', {}],
]

async function assertNothingKept(storage: PasskeyStorage): Promise<void> {
  assert.deepEqual(await storage.passkeys.listByUser(sampleRpId, 'alice'), { passkeys: [] })
  assert.equal(await storage.passkeys.isSpent('ceremony-1'), false)
  assert.deepEqual(await keptEventIds(storage), [])
}

/** `createUser`: called inside the transaction, or not at all. */
export const passkeysAddCreateUser: readonly ConformanceCase[] = [
  rule(
    'passkeys.add: calls createUser once and adds where sharesTransaction says so, else rejects',
    async (storage) => {
      let calls = 0
      const createUser = async () => {
        calls++
      }
      const together = sampleTogether({ createUser, events: [sampleEvent(1)] })
      const answer = await storage.passkeys.add(samplePasskey(), together).catch(() => 'rejected')
      if (answer === 'rejected') await assertNothingKept(storage)
      else assert.equal((await storage.passkeys.listByUser(sampleRpId, 'alice')).passkeys.length, 1)
      assert.deepEqual([answer, calls], storage.sharesTransaction ? ['added', 1] : ['rejected', 0])
    },
  ),

  rule(
    'passkeys.add: when createUser rejects, everything is undone and the rejection passes through',
    async (storage) => {
      const taken = new Error('The name is taken.')
      let calls = 0
      const createUser = async () => {
        calls++
        throw taken
      }
      const together = sampleTogether({ createUser, events: [sampleEvent(1)] })
      const rejection = await storage.passkeys.add(samplePasskey(), together).catch((error: unknown) => error)
      if (calls === 0) assert.equal(rejection instanceof Error, true)
      else assert.equal(rejection, taken)
      await assertNothingKept(storage)
      assert.equal(await storage.passkeys.add(samplePasskey(), sampleTogether()), 'added')
    },
  ),

  ...refusals.map(([answer, change]) =>
    rule(`passkeys.add: does not call createUser when it returns ${answer}`, async (storage) => {
      let calls = 0
      const createUser = async () => {
        calls++
      }
      await enroll(storage)
      const together = sampleTogether({ accountVersion: 1, ...change, createUser })
      const refused = await storage.passkeys.add(samplePasskey(), together).catch(() => 'rejected')
      assert.equal([answer, 'rejected'].includes(refused), true, refused)
      assert.equal(calls, 0)
    }),
  ),
]

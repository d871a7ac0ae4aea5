import assert from 'node:assert/strict'
import { enroll } from '../enroll.js'
import { keptEventIds } from '../kept-event-ids.js'
import {
  sampleAccount,
  sampleCredentialId,
  sampleEvent,
  samplePasskey,
  sampleRpId,
  sampleSpend,
  sampleTogether,
} from '../sample-records.js'
import { assertOutcomes, type StorageRace } from './storage-race.js'

const numbered = (number: number) => sampleCredentialId(`cGFzc2tleS1${number}`)

/** Simultaneous calls of `passkeys.removeAll`, with each other and with `passkeys.add`. */
export const removeAllRaces: readonly StorageRace[] = [
  {
    name: 'passkeys.removeAll: of 20 simultaneous calls one removes the passkeys, and each raises the version',
    contestants: 20,
    prepare: async (storage) => {
      for (const number of [0, 1, 2]) await enroll(storage, { id: numbered(number) })
    },
    contend: async ({ passkeys }, contestant) => {
      const { removed } = await passkeys.removeAll(sampleAccount(), (went) =>
        went.map((_, number) => sampleEvent(contestant * 10 + number)),
      )
      return String(removed.length)
    },
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { 3: 1, 0: 19 })
      const { passkeys, account } = await storage.passkeys.listByUser(sampleRpId, 'alice')
      assert.deepEqual([passkeys.length, account?.passkeyCount, account?.version], [0, 0, 21])
      assert.equal((await keptEventIds(storage)).length, 3)
    },
  },
  {
    name: 'passkeys.removeAll: leaves no passkey of a ceremony begun before, however many are added at once',
    contestants: 20,
    prepare: enroll,
    contend: async ({ passkeys }, contestant) => {
      if (contestant === 10) return String((await passkeys.removeAll(sampleAccount(), () => [])).removed.length > 0)
      const spend = [sampleSpend(`race-${contestant}`)]
      const together = sampleTogether({ spend, accountVersion: 1, limit: 100 })
      return passkeys.add(samplePasskey({ id: numbered(contestant) }), together)
    },
    judge: async (outcomes, { passkeys }) => {
      const added = outcomes.filter((outcome) => outcome === 'added').length
      assertOutcomes(outcomes, {
        true: 1,
        ...(added > 0 && { added }),
        ...(added < 19 && { account_changed: 19 - added }),
      })
      const { account, passkeys: left } = await passkeys.listByUser(sampleRpId, 'alice')
      assert.deepEqual([left.length, account?.passkeyCount, account?.activeCount, account?.version], [0, 0, 0, 2])
    },
  },
  {
    name: 'passkeys.removeAll: with a simultaneous first passkey, each has its full effect',
    contestants: 2,
    prepare: async () => {},
    contend: async ({ passkeys }, contestant) =>
      contestant === 0
        ? String((await passkeys.removeAll(sampleAccount(), () => [])).removed.length)
        : passkeys.add(samplePasskey(), sampleTogether()),
    judge: async (outcomes, { passkeys }) => {
      const [removed, added] = outcomes
      assert.equal(removed, added === 'added' ? '1' : '0')
      const { account, passkeys: left } = await passkeys.listByUser(sampleRpId, 'alice')
      assert.deepEqual([left.length, account?.passkeyCount], [0, 0])
      assert.equal(account?.version, added === 'added' ? 2 : 1)
    },
  },
]

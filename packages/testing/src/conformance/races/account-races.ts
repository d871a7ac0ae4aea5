import assert from 'node:assert/strict'
import { enroll } from '../enroll.js'
import { keptEventIds } from '../kept-event-ids.js'
import { sampleEvent, sampleRpId, sampleTarget, sampleTime, sampleUserHandle } from '../sample-records.js'
import { assertOutcomes, type StorageRace } from './storage-race.js'

const alice = { rpId: sampleRpId, userId: 'alice' } as const

/** Simultaneous calls of `accounts.recordPrompt`, `.raiseVersion` and `.purge`. */
export const accountRaces: readonly StorageRace[] = [
  {
    name: 'accounts.recordPrompt: 20 simultaneous declines of a new user all count',
    contestants: 20,
    prepare: async () => {},
    contend: async ({ accounts }, contestant) => {
      const userHandle = sampleUserHandle(`aGFuZGxl${contestant}`)
      const events = [sampleEvent(contestant)]
      const account = await accounts.recordPrompt({ ...alice, userHandle, at: sampleTime, what: 'declined', events })
      return `${account.userHandle} ${account.version}`
    },
    judge: async (outcomes, storage) => {
      const { account } = await storage.passkeys.listByUser(sampleRpId, 'alice')
      assertOutcomes(outcomes, { [`${account?.userHandle} 1`]: 20 })
      assert.equal(account?.prompt.declines, 20)
      assert.equal((await keptEventIds(storage)).length, 20)
    },
  },
  {
    name: 'accounts.raiseVersion: 20 simultaneous calls raise by 20, and each is answered another version',
    contestants: 20,
    prepare: enroll,
    contend: async ({ accounts }) => String((await accounts.raiseVersion(alice, []))?.version),
    judge: async (outcomes, { passkeys }) => {
      assert.deepEqual(
        outcomes.map(Number).sort((one, other) => one - other),
        Array.from({ length: 20 }, (_, number) => number + 2),
      )
      assert.equal((await passkeys.listByUser(sampleRpId, 'alice')).account?.version, 21)
    },
  },
  {
    name: 'accounts.purge: after simultaneous purges and removals there is a tombstone without passkeys',
    contestants: 20,
    prepare: enroll,
    contend: async ({ passkeys, accounts }, contestant) => {
      if (contestant % 2) return passkeys.remove(sampleTarget(), { keepLastActive: false, events: [] })
      return (await accounts.purge(alice, sampleTime, [])) === undefined ? 'unknown' : 'purged'
    },
    judge: async (outcomes, { passkeys }) => {
      assert.equal(outcomes.filter((outcome) => outcome === 'purged').length, 10)
      const listed = await passkeys.listByUser(sampleRpId, 'alice')
      const { passkeyCount, activeCount, version, purgedAt } = listed.account ?? {}
      assert.deepEqual([listed.passkeys.length, passkeyCount, activeCount], [0, 0, 0])
      assert.deepEqual([version, purgedAt], [11, sampleTime])
    },
  },
]

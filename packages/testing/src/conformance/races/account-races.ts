import assert from 'node:assert/strict'
import { enroll } from '../enroll.js'
import { keptEventIds } from '../kept-event-ids.js'
import {
  sampleAccount,
  sampleEvent,
  sampleRpId,
  sampleTarget,
  sampleTime,
  sampleUserHandle,
} from '../sample-records.js'
import { assertOutcomes, type StorageRace } from './storage-race.js'

const alice = { rpId: sampleRpId, userId: 'alice' } as const

/** Each of 20 calls returned another version, from this one on. */
function assertEachOnce(outcomes: readonly string[], first: number): void {
  const versions = outcomes.map(Number).sort((one, other) => one - other)
  assert.deepEqual(
    versions,
    Array.from({ length: 20 }, (_, number) => number + first),
  )
}

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
    name: 'accounts.raiseVersion: 20 simultaneous calls raise by 20, and each returns another version',
    contestants: 20,
    prepare: enroll,
    contend: async ({ accounts }) => String((await accounts.raiseVersion(sampleAccount(), [])).version),
    judge: async (outcomes, { passkeys }) => {
      assertEachOnce(outcomes, 2)
      assert.equal((await passkeys.listByUser(sampleRpId, 'alice')).account?.version, 21)
    },
  },
  {
    name: 'accounts.purge: after simultaneous purges and removals there is a tombstone without passkeys',
    contestants: 20,
    prepare: enroll,
    contend: async ({ passkeys, accounts }, contestant) => {
      if (contestant % 2) return passkeys.remove(sampleTarget(), { keepLastActive: false, at: sampleTime, events: [] })
      await accounts.purge(sampleAccount(), () => [])
      return 'purged'
    },
    judge: async (outcomes, { passkeys }) => {
      assert.equal(outcomes.filter((outcome) => outcome === 'purged').length, 10)
      const listed = await passkeys.listByUser(sampleRpId, 'alice')
      const { passkeyCount, activeCount, version, purgedAt } = listed.account ?? {}
      assert.deepEqual([listed.passkeys.length, passkeyCount, activeCount], [0, 0, 0])
      assert.deepEqual([version, purgedAt], [11, sampleTime])
    },
  },
  {
    name: 'accounts: of 20 simultaneous purges, calls of raiseVersion and of removeAll for a new user each counts',
    contestants: 20,
    prepare: async () => {},
    contend: async ({ accounts, passkeys }, contestant) => {
      const target = sampleAccount({ userHandle: sampleUserHandle(`aGFuZGxl${contestant}`) })
      if (contestant % 4 === 0) return String((await accounts.purge(target, () => [])).version)
      if (contestant % 2) return String((await accounts.raiseVersion(target, [])).version)
      return String((await passkeys.removeAll(target, () => [])).account.version)
    },
    judge: async (outcomes, { passkeys }) => {
      assertEachOnce(outcomes, 1)
      const { account } = await passkeys.listByUser(sampleRpId, 'alice')
      assert.deepEqual([account?.version, account?.purgedAt], [20, sampleTime])
    },
  },
]

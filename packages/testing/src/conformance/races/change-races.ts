import assert from 'node:assert/strict'
import type { PasskeyStorage } from '@latchkey/storage'
import { enroll } from '../enroll.js'
import { keptEventIds } from '../kept-event-ids.js'
import {
  sampleAccount,
  sampleCredentialId,
  sampleEvent,
  samplePasskey,
  sampleRpId,
  sampleSpend,
  sampleTarget,
  sampleTime,
  sampleTogether,
  sampleUse,
} from '../sample-records.js'
import { assertOutcomes, type StorageRace } from './storage-race.js'

const second = sampleCredentialId('Y3JlZGVudGlhbC10d28')
const freely = { keepLastActive: false, at: sampleTime, events: [] } as const
const carefully = { keepLastActive: true, at: sampleTime, events: [] } as const

async function enrollTwo(storage: PasskeyStorage): Promise<void> {
  await enroll(storage)
  await enroll(storage, { id: second })
}

/** The counts of alice's account are the passkeys that she has. */
async function assertCounted({ passkeys }: PasskeyStorage): Promise<void> {
  const listed = await passkeys.listByUser(sampleRpId, 'alice')
  const active = listed.passkeys.filter(({ status }) => status === 'active')
  const { passkeyCount, activeCount } = listed.account ?? {}
  assert.deepEqual([passkeyCount, activeCount], [listed.passkeys.length, active.length])
}

const turnTarget = (contestant: number) => sampleTarget(contestant % 3 ? {} : { id: second })
const ownSpend = (contestant: number) => sampleSpend(`race-${contestant}`)

/** One call of each verb that changes a passkey or its account, for two passkeys alternately. */
const mixedCalls: readonly ((storage: PasskeyStorage, contestant: number) => Promise<unknown>)[] = [
  ({ passkeys }, contestant) =>
    passkeys.setStatus(turnTarget(contestant), { scope: 'environment', status: 'suspended' }, []),
  ({ passkeys }, contestant) =>
    passkeys.recordUse({ ...sampleUse({ spend: ownSpend(contestant) }), ...turnTarget(contestant) }),
  ({ passkeys }, contestant) => passkeys.remove(turnTarget(contestant), freely),
  ({ passkeys }, contestant) =>
    passkeys.setStatus(turnTarget(contestant), { scope: 'environment', status: 'active' }, []),
  ({ passkeys }, contestant) => {
    const together = sampleTogether({ spend: [ownSpend(contestant)], accountVersion: 1 })
    return passkeys.add(samplePasskey({ id: turnTarget(contestant).id }), together)
  },
  ({ passkeys }, contestant) => passkeys.rename(turnTarget(contestant), `Named ${contestant}`, []),
  ({ accounts }) => accounts.raiseVersion(sampleAccount(), []),
  ({ accounts }, contestant) => accounts.purge(sampleAccount({ at: sampleTime + contestant }), () => []),
  ({ passkeys }) => passkeys.removeAll(sampleAccount(), () => []),
  ({ passkeys }) => passkeys.listByUser(sampleRpId, 'alice'),
]

/** Simultaneous calls of `passkeys.setStatus` and `.remove`, and of everything that changes an account. */
export const changeRaces: readonly StorageRace[] = [
  {
    name: 'passkeys.setStatus: of 20 organizations that suspend at once all have their entry',
    contestants: 20,
    prepare: enroll,
    contend: ({ passkeys }, contestant) =>
      passkeys.setStatus(sampleTarget(), { scope: `organization:${contestant}`, status: 'suspended' }, []),
    judge: async (outcomes, { passkeys }) => {
      assertOutcomes(outcomes, { done: 20 })
      const found = await passkeys.find(sampleRpId, sampleTarget().id)
      assert.deepEqual(found?.passkey.suspendedBy, outcomes.map((_, number) => `organization:${number}`).sort())
    },
  },
  {
    name: 'passkeys.setStatus: 20 simultaneous suspensions of one passkey count once',
    contestants: 20,
    prepare: enrollTwo,
    contend: ({ passkeys }, contestant) =>
      passkeys.setStatus(sampleTarget(), { scope: 'environment', status: 'suspended' }, [sampleEvent(contestant)]),
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { done: 20 })
      assert.equal((await storage.passkeys.listByUser(sampleRpId, 'alice')).account?.activeCount, 1)
      assert.equal((await keptEventIds(storage)).length, 1)
    },
  },
  {
    name: 'passkeys.remove: of the last two active passkeys simultaneous calls remove exactly one',
    contestants: 2,
    prepare: enrollTwo,
    contend: ({ passkeys }, contestant) =>
      passkeys.remove(sampleTarget({ id: contestant ? second : sampleCredentialId() }), carefully),
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { removed: 1, last: 1 })
      assert.equal((await storage.passkeys.listByUser(sampleRpId, 'alice')).account?.activeCount, 1)
      await assertCounted(storage)
    },
  },
  {
    name: 'passkeys.remove: of 20 simultaneous calls for the last two active passkeys exactly one removes',
    contestants: 20,
    prepare: enrollTwo,
    contend: ({ passkeys }, contestant) =>
      passkeys.remove(sampleTarget({ id: contestant % 2 ? second : sampleCredentialId() }), carefully),
    judge: async (outcomes, storage) => {
      const winner = outcomes.indexOf('removed')
      const ofOther = outcomes.filter((_, contestant) => contestant % 2 !== winner % 2)
      assertOutcomes(ofOther, { last: 10 })
      assertOutcomes(
        outcomes.filter((_, contestant) => contestant % 2 === winner % 2),
        { removed: 1, gone: 9 },
      )
      await assertCounted(storage)
    },
  },
  {
    name: 'passkeys.remove: of 20 simultaneous removals of one passkey exactly one removes',
    contestants: 20,
    prepare: enrollTwo,
    contend: ({ passkeys }, contestant) =>
      passkeys.remove(sampleTarget(), { ...freely, events: [sampleEvent(contestant)] }),
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { removed: 1, gone: 19 })
      await assertCounted(storage)
      assert.deepEqual(await keptEventIds(storage), [sampleEvent(outcomes.indexOf('removed')).id])
    },
  },
  {
    name: 'passkeys and accounts: 40 simultaneous calls of all kinds are answered, and the counts are the passkeys',
    contestants: 40,
    prepare: enrollTwo,
    contend: async (storage, contestant) => {
      await mixedCalls[contestant % mixedCalls.length]?.(storage, contestant)
      return 'answered'
    },
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { answered: 40 })
      await assertCounted(storage)
      const { account } = await storage.passkeys.listByUser(sampleRpId, 'alice')
      assert.equal(
        account?.version,
        13,
        'four calls each of raiseVersion, purge and removeAll raise the version by twelve',
      )
    },
  },
]

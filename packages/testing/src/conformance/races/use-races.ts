import assert from 'node:assert/strict'
import type { PasskeyRecord, PasskeyStorage } from '@latchkey/storage'
import { enroll } from '../enroll.js'
import { keptEventIds } from '../kept-event-ids.js'
import { sampleCredentialId, sampleEvent, sampleRpId, sampleSpend, sampleTarget, sampleUse } from '../sample-records.js'
import { assertOutcomes, type StorageRace } from './storage-race.js'

const { change } = sampleUse()

async function usedPasskey({ passkeys }: PasskeyStorage): Promise<PasskeyRecord | undefined> {
  return (await passkeys.find(sampleRpId, sampleCredentialId()))?.passkey
}

/** Simultaneous calls of `passkeys.recordUse`. */
export const useRaces: readonly StorageRace[] = [
  {
    name: 'passkeys.recordUse: of 20 simultaneous calls with one spend exactly one is recorded',
    contestants: 20,
    prepare: enroll,
    contend: ({ passkeys }, contestant) => passkeys.recordUse(sampleUse({ events: [sampleEvent(contestant)] })),
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { recorded: 1, already_spent: 19 })
      assert.equal((await usedPasskey(storage))?.signInCount, 1)
      assert.deepEqual(await keptEventIds(storage), [sampleEvent(outcomes.indexOf('recorded')).id])
    },
  },
  {
    name: 'passkeys.recordUse: of 20 simultaneous ceremonies on one sign count exactly one is recorded',
    contestants: 20,
    prepare: (storage) => enroll(storage, { signCount: 4 }),
    contend: ({ passkeys }, contestant) =>
      passkeys.recordUse(
        sampleUse({
          spend: sampleSpend(`race-${contestant}`),
          expectedSignCount: 4,
          change: { ...change, signCount: 5 + contestant },
        }),
      ),
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { recorded: 1, sign_count_moved: 19 })
      const passkey = await usedPasskey(storage)
      assert.deepEqual([passkey?.signInCount, passkey?.signCount], [1, 5 + outcomes.indexOf('recorded')])
    },
  },
  {
    name: 'passkeys.recordUse: 20 simultaneous ceremonies that do not count are all recorded',
    contestants: 20,
    prepare: enroll,
    contend: ({ passkeys }, contestant) =>
      passkeys.recordUse(sampleUse({ spend: sampleSpend(`race-${contestant}`), events: [sampleEvent(contestant)] })),
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { recorded: 20 })
      assert.equal((await usedPasskey(storage))?.signInCount, 20)
      assert.equal((await keptEventIds(storage)).length, 20)
    },
  },
  {
    name: 'passkeys.recordUse: of 20 simultaneous uses none takes back what another has proven',
    contestants: 20,
    prepare: (storage) => enroll(storage, { userVerified: false }),
    contend: ({ passkeys }, contestant) => {
      const isProof = contestant === 7
      const proven = { ...change, userVerified: isProof, ...(isProof && ({ usedHere: true } as const)) }
      return passkeys.recordUse(sampleUse({ spend: sampleSpend(`race-${contestant}`), change: proven }))
    },
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { recorded: 20 })
      const passkey = await usedPasskey(storage)
      assert.deepEqual([passkey?.userVerified, passkey?.usedHere], [true, true])
    },
  },
  {
    name: 'passkeys.recordUse: no use is recorded after a simultaneous suspension has returned',
    contestants: 20,
    prepare: enroll,
    contend: async ({ passkeys }, contestant) => {
      if (contestant % 4 === 0)
        await passkeys.setStatus(sampleTarget(), { scope: 'environment', status: 'suspended' }, [])
      return passkeys.recordUse(sampleUse({ spend: sampleSpend(`race-${contestant}`) }))
    },
    judge: async (outcomes, storage) => {
      const late = outcomes.filter((_, contestant) => contestant % 4 === 0)
      assertOutcomes(late, { gone: 5 })
      const recorded = outcomes.filter((outcome) => outcome === 'recorded').length
      assert.equal((await usedPasskey(storage))?.signInCount, recorded)
      assert.equal(outcomes.length - recorded, outcomes.filter((outcome) => outcome === 'gone').length)
    },
  },
]

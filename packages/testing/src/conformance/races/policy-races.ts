import assert from 'node:assert/strict'
import { keptEventIds } from '../kept-event-ids.js'
import { sampleEvent, samplePolicy, sampleRpId } from '../sample-records.js'
import { assertOutcomes, type StorageRace } from './storage-race.js'

/** Simultaneous calls of `policies.write`. */
export const policyRaces: readonly StorageRace[] = [
  {
    name: 'policies.write: of 20 simultaneous first writers exactly one wins',
    contestants: 20,
    prepare: async () => {},
    contend: ({ policies }, contestant) =>
      policies.write(samplePolicy({ policy: { contestant } }), 0, [sampleEvent(contestant)]),
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { written: 1, version_conflict: 19 })
      const contestant = outcomes.indexOf('written')
      assert.deepEqual(await storage.policies.read(sampleRpId, ['environment']), [
        samplePolicy({ policy: { contestant } }),
      ])
      assert.deepEqual(await keptEventIds(storage), [sampleEvent(contestant).id])
    },
  },
  {
    name: 'policies.write: of 20 simultaneous writers on one version exactly one wins',
    contestants: 20,
    prepare: ({ policies }) => policies.write(samplePolicy(), 0, []),
    contend: ({ policies }, contestant) =>
      policies.write(samplePolicy({ version: 2, policy: { contestant } }), 1, [sampleEvent(contestant)]),
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { written: 1, version_conflict: 19 })
      const contestant = outcomes.indexOf('written')
      const written = samplePolicy({ version: 2, policy: { contestant } })
      assert.deepEqual(await storage.policies.read(sampleRpId, ['environment']), [written])
      assert.deepEqual(await keptEventIds(storage), [sampleEvent(contestant).id])
    },
  },
]

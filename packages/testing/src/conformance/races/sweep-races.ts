import assert from 'node:assert/strict'
import { enroll } from '../enroll.js'
import { sampleEvent, sampleSpend, sampleTime, sampleUse } from '../sample-records.js'
import type { StorageRace } from './storage-race.js'

const later = sampleTime + 40 * 86_400_000
/** As many as all of them together may delete. */
const numbers = Array.from({ length: 40 }, (_, number) => number)

/** Simultaneous calls of `sweep`. */
export const sweepRaces: readonly StorageRace[] = [
  {
    name: 'sweep: 10 simultaneous calls delete all that is due, and each counts what it deleted',
    contestants: 10,
    prepare: async (storage) => {
      await enroll(storage)
      for (const number of numbers) await storage.passkeys.recordUse(sampleUse({ spend: sampleSpend(`old-${number}`) }))
      await storage.events.append(numbers.map((number) => sampleEvent(number)))
      await storage.events.acknowledge(
        numbers.map((number) => sampleEvent(number).id),
        sampleTime,
      )
    },
    contend: async ({ sweep }) => {
      const { spent, events } = await sweep(later, 4)
      return JSON.stringify([spent, events])
    },
    judge: async (outcomes, { sweep }) => {
      const rest = await sweep(later, 100)
      const swept = outcomes.map((outcome) => JSON.parse(outcome))
      const spent = swept.reduce((sum, [count]) => sum + count, 0)
      const events = swept.reduce((sum, [, count]) => sum + count, 0)
      assert.deepEqual([spent, events, rest.spent, rest.events], [40, 40, 1, 0])
    },
  },
]

import assert from 'node:assert/strict'
import { sampleTime } from '../sample-records.js'
import type { StorageRace } from './storage-race.js'

/** Not a round number, so that windows aligned to the clock are noticed. */
const now = sampleTime + 12_345
const resetsAt = now + 60_000

/** Simultaneous calls of `rates.hit`. */
export const rateRaces: readonly StorageRace[] = [
  {
    name: 'rates.hit: 20 simultaneous hits count 1 to 20',
    contestants: 20,
    prepare: async () => {},
    contend: async ({ rates }) => JSON.stringify(await rates.hit('key', 60, now)),
    judge: async (outcomes, { rates }) => {
      const promised = outcomes.map((_, number) => JSON.stringify({ count: number + 1, resetsAt }))
      assert.deepEqual([...outcomes].sort(), promised.sort())
      assert.deepEqual(await rates.read('key', now), { count: 20, resetsAt })
    },
  },
  {
    name: 'rates.hit: of 20 simultaneous hits after the end of a window one opens the next',
    contestants: 20,
    prepare: ({ rates }) => rates.hit('key', 60, now),
    contend: async ({ rates }) => String((await rates.hit('key', 60, resetsAt)).count),
    judge: async (outcomes, { rates }) => {
      const counts = outcomes.map(Number).sort((one, other) => one - other)
      assert.deepEqual(
        counts,
        Array.from({ length: 20 }, (_, number) => number + 1),
      )
      assert.deepEqual(await rates.read('key', resetsAt), { count: 20, resetsAt: resetsAt + 60_000 })
    },
  },
]

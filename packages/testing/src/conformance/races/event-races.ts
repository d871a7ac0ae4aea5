import assert from 'node:assert/strict'
import { keptEventIds } from '../kept-event-ids.js'
import { sampleEvent, sampleTime } from '../sample-records.js'
import { assertOutcomes, type StorageRace } from './storage-race.js'

const lease = 60_000
const ofUser = (number: number, userId: string) => sampleEvent(number, { userId })

/** The claimed ids of all contestants, each as often as it was claimed. */
const claimedIds = (outcomes: readonly string[]) => outcomes.flatMap((outcome) => outcome.split(' ').filter(Boolean))

/** Two events for each of five users of this contestant's own. */
const pairsBy = (contestant: number) =>
  Array.from({ length: 10 }, (_, at) =>
    ofUser(10_000 + contestant * 100 + at, `user-${contestant}-${Math.floor(at / 2)}`),
  )

/** Simultaneous calls of `events.append` and `.claim`. */
export const eventRaces: readonly StorageRace[] = [
  {
    name: 'events.append: of 20 simultaneous calls with one id exactly one stores its events',
    contestants: 20,
    prepare: async () => {},
    contend: ({ events }, contestant) =>
      events
        .append([sampleEvent(100 + contestant), sampleEvent(1)])
        .then(() => 'kept')
        .catch(() => 'rejected'),
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { kept: 1, rejected: 19 })
      const kept = [sampleEvent(1).id, sampleEvent(100 + outcomes.indexOf('kept')).id]
      assert.deepEqual(await keptEventIds(storage), kept)
    },
  },
  {
    name: 'events.append: of 20 simultaneous calls with one once exactly one stores its event',
    contestants: 20,
    prepare: async () => {},
    contend: ({ events }, contestant) =>
      events
        .append([sampleEvent(100 + contestant, { once: 'first' }), sampleEvent(200 + contestant)])
        .then(() => 'stored'),
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { stored: 20 })
      const ids = await keptEventIds(storage)
      assert.deepEqual(
        [ids.length, ids.slice(1)],
        [21, outcomes.map((_, contestant) => sampleEvent(200 + contestant).id)],
      )
    },
  },
  {
    name: 'events.claim: 20 simultaneous callers never get the same event',
    contestants: 20,
    prepare: ({ events }) => events.append(Array.from({ length: 50 }, (_, number) => sampleEvent(number))),
    contend: async ({ events }) => (await events.claim(5, lease, sampleTime)).map(({ id }) => id).join(' '),
    judge: async (outcomes) => {
      const ids = claimedIds(outcomes)
      assert.deepEqual([ids.length, new Set(ids).size], [50, 50])
    },
  },
  {
    name: 'events.claim: 20 simultaneous callers get one event of a user',
    contestants: 20,
    prepare: ({ events }) =>
      events.append([1, 2, 3, 4, 5, 6].map((number) => ofUser(number, number % 2 ? 'alice' : 'bob'))),
    contend: async ({ events }) => (await events.claim(5, lease, sampleTime)).map(({ id }) => id).join(' '),
    judge: async (outcomes) => assert.deepEqual(claimedIds(outcomes).sort(), [sampleEvent(1).id, sampleEvent(2).id]),
  },
  {
    name: 'events.claim: 20 simultaneous callers get one event of a user, while 20 others append some',
    contestants: 40,
    prepare: async ({ events }) => {
      // Events to search, so that a claim takes some time.
      await events.append(Array.from({ length: 300 }, (_, number) => sampleEvent(number)))
      await events.claim(300, lease, sampleTime)
    },
    contend: async ({ events }, contestant) => {
      if (contestant % 4 < 2) return (await events.claim(1000, lease, sampleTime)).map(({ id }) => id).join(' ')
      await events.append(pairsBy(contestant))
      return ''
    },
    judge: async (outcomes, { events }) => {
      const ofUsers = outcomes.flatMap((_, contestant) => (contestant % 4 < 2 ? [] : pairsBy(contestant)))
      const firstIds = ofUsers.filter((_, at) => at % 2 === 0).map(({ id }) => id)
      const rest = await events.claim(1000, lease, sampleTime)
      assert.deepEqual([...claimedIds(outcomes), ...rest.map(({ id }) => id)].sort(), firstIds.sort())
    },
  },
]

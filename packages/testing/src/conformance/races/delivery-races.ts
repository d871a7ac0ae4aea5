import assert from 'node:assert/strict'
import { endpointOf, enqueueEvents, isDelivering, sampleEndpoint } from '../delivery-rule.js'
import { sampleEvent, sampleRpId, sampleTime } from '../sample-records.js'
import type { StorageRace } from './storage-race.js'

const lease = 60_000
const ofUser = (number: number, userId: string) => sampleEvent(number, { userId })
const split = (outcomes: readonly string[]) => outcomes.flatMap((outcome) => outcome.split(' ').filter(Boolean))

/** A race of a storage that delivers; elsewhere each contestant has this outcome, and no judge looks. */
function deliveryRace(race: StorageRace): StorageRace {
  return {
    ...race,
    prepare: async (storage) => (isDelivering(storage) ? race.prepare(storage) : undefined),
    contend: async (storage, contestant) => (isDelivering(storage) ? race.contend(storage, contestant) : ''),
    judge: async (outcomes, storage) => (isDelivering(storage) ? race.judge(outcomes, storage) : undefined),
  }
}

/** Simultaneous calls of the verbs that deliver. */
export const deliveryRaces: readonly StorageRace[] = [
  deliveryRace({
    name: 'deliveries.openEndpoint: 20 simultaneous calls open one endpoint',
    contestants: 20,
    prepare: async () => {},
    contend: async ({ deliveries }, contestant) =>
      String((await deliveries?.openEndpoint(sampleEndpoint, sampleTime + contestant))?.createdAt),
    judge: async (outcomes, { deliveries }) => {
      const [opened] = (await deliveries?.listEndpoints(sampleRpId)) ?? []
      assert.deepEqual(new Set(outcomes), new Set([String(opened?.createdAt)]))
    },
  }),
  deliveryRace({
    name: 'deliveries.enqueue: 20 simultaneous calls enqueue each event once',
    contestants: 20,
    prepare: async (storage) => {
      for (const id of ['app', 'other']) await storage.deliveries?.openEndpoint(endpointOf(id), sampleTime)
      await storage.events.append(Array.from({ length: 100 }, (_, number) => sampleEvent(number)))
    },
    contend: async ({ deliveries }) => String(await deliveries?.enqueue(sampleRpId, 7, sampleTime)),
    judge: async (outcomes, storage) => {
      assert.equal(
        outcomes.reduce((sum, outcome) => sum + Number(outcome), 0),
        100,
      )
      for (const id of ['app', 'other']) {
        const { items = [] } = (await storage.deliveries?.page({ ...endpointOf(id), dead: false, limit: 1000 })) ?? {}
        assert.equal(items.length, 100)
      }
    },
  }),
  deliveryRace({
    name: 'deliveries.claim: 20 simultaneous callers never get the same delivery',
    contestants: 20,
    prepare: async (storage) => {
      if (isDelivering(storage)) {
        await enqueueEvents(
          storage,
          Array.from({ length: 50 }, (_, number) => sampleEvent(number)),
        )
      }
    },
    contend: async ({ deliveries }) => {
      const claimed = await deliveries?.claim(sampleEndpoint, { limit: 5, leaseMs: lease, now: sampleTime })
      return (claimed ?? []).map(({ event }) => event.id).join(' ')
    },
    judge: async (outcomes, { deliveries }) => {
      const ids = split(outcomes)
      const rest = await deliveries?.claim(sampleEndpoint, { limit: 100, leaseMs: lease, now: sampleTime })
      assert.equal(new Set(ids).size, ids.length)
      assert.equal(ids.length + (rest ?? []).length, 50)
    },
  }),
  deliveryRace({
    name: 'deliveries.claim: 20 simultaneous callers get one event of a user, while others acknowledge and enqueue',
    contestants: 40,
    prepare: async (storage) => {
      if (!isDelivering(storage)) return
      await enqueueEvents(
        storage,
        Array.from({ length: 40 }, (_, at) => ofUser(at, `user-${at % 10}`)),
      )
      await storage.events.append(Array.from({ length: 40 }, (_, at) => ofUser(100 + at, `user-${at % 10}`)))
    },
    contend: async ({ deliveries }, contestant) => {
      if (contestant % 4 === 0) await deliveries?.enqueue(sampleRpId, 5, sampleTime)
      const claimed = await deliveries?.claim(sampleEndpoint, { limit: 3, leaseMs: lease, now: sampleTime })
      const ids = (claimed ?? []).map(({ event }) => event.id)
      if (contestant % 4 === 1) await deliveries?.acknowledge(sampleEndpoint, ids)
      return (claimed ?? []).map(({ event }) => `${event.userId}:${event.id}`).join(' ')
    },
    judge: async (outcomes, { deliveries }) => {
      const acknowledged = new Set(split(outcomes.filter((_, contestant) => contestant % 4 === 1)))
      const leased = split(outcomes.filter((_, contestant) => contestant % 4 !== 1))
      const users = leased.map((claim) => claim.split(':')[0])
      assert.equal(new Set(users).size, users.length, 'two events of a user are leased at once')
      assert.equal(
        leased.some((claim) => acknowledged.has(claim)),
        false,
      )
      const rest = await deliveries?.claim(sampleEndpoint, { limit: 100, leaseMs: lease, now: sampleTime })
      assert.equal(
        (rest ?? []).some(({ event }) => users.includes(event.userId)),
        false,
      )
    },
  }),
]

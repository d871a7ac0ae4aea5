import { setImmediate as turn } from 'node:timers/promises'
import type { DeliveryStore, PasskeyStorage } from '@latchkey/storage'
import { type PlantedFault, withStore } from './planted-fault.js'

/** Other verbs for deliveries, of a storage that has some. */
function withDeliveries(
  change: (store: DeliveryStore, storage: PasskeyStorage) => Partial<DeliveryStore>,
): PlantedFault['plant'] {
  return (storage) => {
    const { deliveries } = storage
    if (deliveries === undefined) throw new TypeError('This storage has deliveries.')
    return { ...storage, deliveries: { ...deliveries, ...change(deliveries, storage) } }
  }
}

/** Calls that are made at once get the answer of the first. */
function shared<Values extends readonly unknown[], Answer>(
  verb: (...values: Values) => Promise<Answer>,
): (...values: Values) => Promise<Answer> {
  let pending: Promise<Answer> | undefined
  return async (...values) => {
    pending ??= turn().then(() => verb(...values))
    const answer = await pending
    pending = undefined
    return answer
  }
}

const endpointFaults: readonly PlantedFault[] = [
  {
    fault: 'opens an endpoint anew each time',
    caughtBy: 'deliveries.openEndpoint: opens it once, each relying party its own',
    plant: withDeliveries((store) => ({
      openEndpoint: async (target, at) => ({ ...(await store.openEndpoint(target, at)), createdAt: at }),
    })),
  },
  {
    fault: 'lists endpoints in the order in which they were opened',
    caughtBy: 'deliveries.listEndpoints: in the order of their ids, by bytes',
    plant: withDeliveries((store) => {
      const opened: string[] = []
      return {
        openEndpoint: (target, at) => {
          opened.push(target.endpoint)
          return store.openEndpoint(target, at)
        },
        listEndpoints: async (rpId) =>
          (await store.listEndpoints(rpId)).toSorted(
            (one, other) => opened.indexOf(one.endpoint) - opened.indexOf(other.endpoint),
          ),
      }
    }),
  },
  {
    fault: 'changes the id of an endpoint until it fits',
    caughtBy: 'deliveries.openEndpoint: rejects an id that is no id of an endpoint',
    plant: withDeliveries((store) => ({
      openEndpoint: ({ rpId, endpoint }, at) =>
        store.openEndpoint({ rpId, endpoint: endpoint.replace(/[^\w-]/g, '_').slice(0, 64) || '_' }, at),
    })),
  },
  {
    fault: 'takes each failure for the first',
    caughtBy: 'deliveries.markEndpoint: each mark sets and clears what it names',
    plant: withDeliveries((store) => ({
      markEndpoint: async (target, mark) => {
        if (mark.as === 'failed') await store.markEndpoint(target, { as: 'succeeded', at: mark.at })
        return store.markEndpoint(target, mark)
      },
    })),
  },
  {
    fault: 'marks an endpoint that is not open',
    caughtBy: 'deliveries.markEndpoint: gone where it is not open, and marks no other',
    plant: withDeliveries((store) => ({
      markEndpoint: async (target, mark) => {
        await store.markEndpoint(target, mark)
        return 'done'
      },
    })),
  },
  {
    fault: 'leaves the deliveries of an endpoint that is closed',
    caughtBy: 'deliveries.closeEndpoint: it goes with its deliveries, the others stay',
    plant: withDeliveries((store) => ({
      closeEndpoint: (target) => store.markEndpoint(target, { as: 'disabled', at: 1, reason: 'closed' }),
    })),
  },
  {
    fault: 'looks for an endpoint and then opens it',
    caughtBy: 'deliveries.openEndpoint: 20 simultaneous calls open one endpoint',
    plant: withDeliveries((store) => ({
      openEndpoint: async (target, at) => {
        const found = (await store.listEndpoints(target.rpId)).find(({ endpoint }) => endpoint === target.endpoint)
        await turn()
        await store.openEndpoint(target, at)
        return found ?? { ...target, createdAt: at }
      },
    })),
  },
]

const queueFaults: readonly PlantedFault[] = [
  {
    fault: 'counts deliveries for events',
    caughtBy: 'deliveries.enqueue: one delivery for each open endpoint, and the event is settled',
    plant: withDeliveries((store) => ({
      enqueue: async (rpId, limit, now) =>
        (await store.enqueue(rpId, limit, now)) * (await store.listEndpoints(rpId)).length,
    })),
  },
  {
    fault: 'settles events that go nowhere',
    caughtBy: 'deliveries.enqueue: nothing changes where no endpoint is open',
    plant: withDeliveries((store, { events }) => ({
      enqueue: async (rpId, limit, now) => {
        const enqueued = await store.enqueue(rpId, limit, now)
        if ((await store.listEndpoints(rpId)).length > 0) return enqueued
        const claimed = await events.claim(limit, 1, now)
        await events.acknowledge(
          claimed.map(({ id }) => id),
          now,
        )
        return enqueued
      },
    })),
  },
  {
    fault: 'enqueues all there is',
    caughtBy: 'deliveries.enqueue: the smallest ids first, at most as many as asked for',
    plant: withDeliveries((store) => ({ enqueue: (rpId, _, now) => store.enqueue(rpId, 1000, now) })),
  },
  {
    fault: 'settles the events of all relying parties',
    caughtBy: 'deliveries.enqueue: events of another relying party stay',
    plant: withDeliveries((store, { events }) => ({
      enqueue: async (rpId, limit, now) => {
        const enqueued = await store.enqueue(rpId, limit, now)
        const others = await events.claim(1000, 1, now)
        await events.acknowledge(
          others.map(({ id }) => id),
          now,
        )
        return enqueued
      },
    })),
  },
  {
    fault: 'reports to every caller what one has enqueued',
    caughtBy: 'deliveries.enqueue: 20 simultaneous calls enqueue each event once',
    plant: withDeliveries((store) => ({ enqueue: shared(store.enqueue) })),
  },
]

const claimFaults: readonly PlantedFault[] = [
  {
    fault: 'takes each attempt for the first',
    caughtBy: 'deliveries.claim: gives the event, the attempt, and when the first one was',
    plant: withDeliveries((store) => ({
      claim: async (target, claim) => (await store.claim(target, claim)).map((claimed) => ({ ...claimed, attempt: 1 })),
    })),
  },
  {
    fault: 'forgets whose events they are',
    caughtBy: 'deliveries.claim: of each user only the oldest, whether or not it is due',
    plant: withStore('events', (events) => ({
      append: (list) => events.append(list.map(({ userId: _, ...event }) => event)),
    })),
  },
  {
    fault: 'claims as many as are due',
    caughtBy: 'deliveries.claim: at most as many as asked for, those first that are due longest',
    plant: withDeliveries((store) => ({ claim: (target, claim) => store.claim(target, { ...claim, limit: 1000 }) })),
  },
  {
    fault: 'takes a strange limit for another one',
    caughtBy: 'deliveries.claim: rejects a limit that is not a whole number from 0 on',
    plant: withDeliveries((store) => ({
      claim: (target, claim) => store.claim(target, { ...claim, limit: Math.max(0, Math.trunc(claim.limit) || 0) }),
    })),
  },
  {
    fault: 'takes an endpoint for another one that differs in case',
    caughtBy: 'deliveries.claim: one endpoint does not wait for another',
    plant: withDeliveries((store) => ({
      claim: ({ rpId, endpoint }, claim) => store.claim({ rpId, endpoint: endpoint.toLowerCase() }, claim),
    })),
  },
  {
    fault: 'stores what is counted as many events, and delivers each',
    caughtBy: 'deliveries.claim: an event that was counted on since is delivered by its new id only',
    plant: withStore('events', (events) => ({
      tally: (list) => events.tally(list.map((event) => ({ ...event, once: event.once + event.id }))),
    })),
  },
  {
    fault: 'gives one claim to all who claim at once',
    caughtBy: 'deliveries.claim: 20 simultaneous callers never get the same delivery',
    plant: withDeliveries((store) => ({ claim: shared(store.claim) })),
  },
  {
    fault: 'gives one claim to all who claim at once, while others enqueue',
    caughtBy: 'deliveries.claim: 20 simultaneous callers get one event of a user, while others acknowledge and enqueue',
    plant: withDeliveries((store) => ({ claim: shared(store.claim) })),
  },
  {
    fault: 'finds nothing for an endpoint that cannot be one',
    caughtBy: 'deliveries: every verb rejects an endpoint that cannot be one',
    plant: withDeliveries((store) => ({
      claim: async (target, claim) => (/^[\w-]+$/.test(target.endpoint) ? store.claim(target, claim) : []),
    })),
  },
]

const outcomeFaults: readonly PlantedFault[] = [
  {
    fault: 'acknowledges all but the first',
    caughtBy: 'deliveries.acknowledge: what has arrived never comes back, even if claimed twice',
    plant: withDeliveries((store) => ({
      acknowledge: (target, eventIds) => store.acknowledge(target, eventIds.slice(1)),
    })),
  },
  {
    fault: 'has what failed due at once',
    caughtBy: 'deliveries.defer: due again at the time given, with its reason',
    plant: withDeliveries((store) => ({
      defer: (target, failure) =>
        store.defer(target, { ...failure, until: failure.until === 'never' ? 'never' : failure.at }),
    })),
  },
  {
    fault: 'defers what another worker has claimed since',
    caughtBy: 'deliveries.defer: the attempt of a lease that was lost changes nothing',
    plant: withDeliveries((store) => ({
      defer: async (target, failure) => {
        const { items } = await store.page({ ...target, dead: false, limit: 1000 })
        const stored = items.find(({ event }) => event.id === failure.eventId)
        return store.defer(target, { ...failure, attempt: stored?.attempts ?? 0 })
      },
    })),
  },
  {
    fault: 'deletes dead letters',
    caughtBy: 'deliveries.defer: a dead letter stays, and lets later events of its user pass',
    plant: withDeliveries((store) => ({
      defer: async (target, failure) => {
        const outcome = await store.defer(target, failure)
        if (failure.until === 'never') await store.acknowledge(target, [failure.eventId])
        return outcome
      },
    })),
  },
  {
    fault: 'counts what it was asked to replay',
    caughtBy: 'deliveries.replay: a dead letter is due as if it had never been tried',
    plant: withDeliveries((store) => ({
      replay: async (target, eventIds, now) => {
        await store.replay(target, eventIds, now)
        return eventIds.length
      },
    })),
  },
  {
    fault: 'promises a page of deliveries after the last',
    caughtBy: 'deliveries.page: in pages, by event id, dead letters apart',
    plant: withDeliveries((store) => ({
      page: async (query) => {
        const { items } = await store.page(query)
        const last = items.at(-1)
        return { items, ...(last && { next: last.event.id }) }
      },
    })),
  },
  {
    fault: 'sweeps no deliveries',
    caughtBy: 'sweep: deletes deliveries 30 days after they were enqueued, dead letters too',
    plant: (storage) => ({
      ...storage,
      sweep: async (now, limit, options) => ({ ...(await storage.sweep(now, limit, options)), deliveries: 0 }),
    }),
  },
]

/** Faults of deliveries and of their endpoints. */
export const plantedDeliveryFaults: readonly PlantedFault[] = [
  ...endpointFaults,
  ...queueFaults,
  ...claimFaults,
  ...outcomeFaults,
]

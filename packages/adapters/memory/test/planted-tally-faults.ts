import { setImmediate as turn } from 'node:timers/promises'
import type { EventTally, PasskeyStorage } from '@latchkey/storage'
import { type PlantedFault, withStore } from './planted-fault.js'

type Events = PasskeyStorage['events']

/** The event that is stored for this tally, if there is one. */
async function storedFor(events: Events, { rpId, once }: EventTally) {
  return (await events.page({ rpId, limit: 1000 })).items.find((event) => event.once === once)
}

/** Other verbs for metadata, of a storage that has some. */
function withMetadata(
  change: (store: NonNullable<PasskeyStorage['metadata']>, storage: PasskeyStorage) => object,
): PlantedFault['plant'] {
  return (storage) => {
    const { metadata } = storage
    if (metadata === undefined) throw new TypeError('This storage has metadata.')
    return { ...storage, metadata: { ...metadata, ...change(metadata, storage) } }
  }
}

/** Faults of counted events, of accepted metadata, and of what came with them. */
export const plantedTallyFaults: readonly PlantedFault[] = [
  {
    fault: 'stores each tally as an event of its own',
    caughtBy: 'events.tally: creates the event, and adds to it',
    plant: withStore('events', (events) => ({
      tally: (list) => events.tally(list.map((event) => ({ ...event, once: event.once + event.id }))),
    })),
  },
  {
    fault: 'counts for all relying parties together',
    caughtBy: 'events.tally: another once and another relying party have their own',
    plant: withStore('events', (events) => ({
      tally: (list) => events.tally(list.map((event) => ({ ...event, rpId: 'example.com' }))),
    })),
  },
  {
    fault: 'counts the last of two that one call names',
    caughtBy: 'events.tally: of one once that is named twice both count',
    plant: withStore('events', (events) => ({
      tally: (list) => events.tally([...new Map(list.map((event) => [event.once, event])).values()]),
    })),
  },
  {
    fault: 'counts no more once the event was claimed',
    caughtBy: 'events.tally: what was claimed is to be delivered again, with all that was counted',
    plant: (storage) => {
      let isClaimed = false
      return withStore('events', (events) => ({
        claim: (limit, leaseMs, now) => {
          isClaimed = true
          return events.claim(limit, leaseMs, now)
        },
        tally: async (list) => (isClaimed ? undefined : events.tally(list)),
      }))(storage)
    },
  },
  {
    fault: 'counts no more once the event was settled',
    caughtBy: 'events.tally: what was settled is to be delivered again, with all that was counted',
    plant: (storage) => {
      let isSettled = false
      return withStore('events', (events) => ({
        acknowledge: (ids, now) => {
          isSettled = true
          return events.acknowledge(ids, now)
        },
        tally: async (list) => (isSettled ? undefined : events.tally(list)),
      }))(storage)
    },
  },
  {
    fault: 'counts each event by itself, until one is rejected',
    caughtBy: 'events.tally: rejects an id that is stored already, and counts none of the others',
    plant: withStore('events', (events) => ({
      tally: async (list) => {
        for (const event of list) await events.tally([event])
      },
    })),
  },
  {
    fault: 'leaves out a tally whose once another event has',
    caughtBy: 'events.tally: rejects the once of an event that has no counts',
    plant: withStore('events', (events) => ({ tally: (list) => events.tally(list).catch(() => {}) })),
  },
  {
    fault: 'reads the counts before it adds to them',
    caughtBy: 'events.tally: 20 simultaneous calls all count',
    plant: withStore('events', (events) => ({
      tally: async (list) => {
        const before = await Promise.all(list.map((event) => storedFor(events, event)))
        await turn()
        await events.tally(list.filter((_, at) => before[at] === undefined).slice(0, 1))
      },
    })),
  },
  {
    fault: 'forgets the counts of an event that is appended',
    caughtBy: 'events.append: stores an event with its counts',
    plant: withStore('events', (events) => ({
      append: (list) => events.append(list.map(({ counts: _, ...event }) => event)),
    })),
  },
  {
    fault: 'does not mind the case of a root',
    caughtBy: 'metadata.read: undefined for a root without accepted metadata',
    plant: withMetadata((metadata) => ({ read: (root: string) => metadata.read(root.toLowerCase()) })),
  },
  {
    fault: 'stores no events of metadata',
    caughtBy: 'metadata.accept: stores the first, and each that follows the stored one, with their events',
    plant: withMetadata((metadata) => ({
      accept: (...[accepted, expected]: Parameters<typeof metadata.accept>) => metadata.accept(accepted, expected, []),
    })),
  },
  {
    fault: 'accepts metadata whatever is stored',
    caughtBy: 'metadata.accept: conflict when something is stored and nothing was expected',
    plant: withMetadata((metadata) => ({
      accept: async (...[accepted, _, events]: Parameters<typeof metadata.accept>) =>
        metadata.accept(accepted, await metadata.read(accepted.root), events),
    })),
  },
  {
    fault: 'stores the events of metadata that it refuses',
    caughtBy: 'metadata.accept: conflict when nothing is stored and something was expected',
    plant: withMetadata((metadata, storage) => ({
      accept: async (...[accepted, expected, events]: Parameters<typeof metadata.accept>) => {
        const outcome = await metadata.accept(accepted, expected, [])
        await storage.events.append(events)
        return outcome
      },
    })),
  },
  {
    fault: 'compares the number of metadata alone',
    caughtBy: 'metadata.accept: conflict when another number or another digest is stored',
    plant: withMetadata((metadata) => ({
      accept: async (...[accepted, expected, events]: Parameters<typeof metadata.accept>) => {
        const stored = await metadata.read(accepted.root)
        return metadata.accept(accepted, stored?.no === expected?.no ? stored : expected, events)
      },
    })),
  },
  {
    fault: 'has one metadata for all roots',
    caughtBy: 'metadata.accept: each root has its own',
    plant: withMetadata((metadata) => ({
      accept: (...[accepted, expected, events]: Parameters<typeof metadata.accept>) =>
        metadata.accept({ ...accepted, root: 'root-1' }, expected, events),
    })),
  },
  {
    fault: 'stores metadata and then its events',
    caughtBy: 'metadata.accept: rejects an event whose id is stored, and nothing has changed',
    plant: withMetadata((metadata, storage) => ({
      accept: async (...[accepted, expected, events]: Parameters<typeof metadata.accept>) => {
        const outcome = await metadata.accept(accepted, expected, [])
        if (outcome === 'accepted') await storage.events.append(events)
        return outcome
      },
    })),
  },
  {
    fault: 'reads what metadata is stored before it replaces it',
    caughtBy: 'metadata.accept: of 20 simultaneous calls with one expectation exactly one is accepted',
    plant: withMetadata((metadata) => ({
      accept: async (...[accepted, expected, events]: Parameters<typeof metadata.accept>) => {
        const stored = await metadata.read(accepted.root)
        await turn()
        if (stored?.no !== expected?.no) return 'conflict'
        return metadata.accept(accepted, await metadata.read(accepted.root), events)
      },
    })),
  },
  {
    fault: 'forgets every unsettled event, whatever its age',
    caughtBy: 'sweep: deletes unsettled events only if their age is given, leased ones too',
    plant: (storage) => ({
      ...storage,
      sweep: (now, limit) => storage.sweep(now, limit, { unsettledBefore: Number.MAX_SAFE_INTEGER }),
    }),
  },
  {
    fault: 'remembers of an id when it was settled, whatever event has it now',
    caughtBy: 'events.tally: the id that a settled event had before is free, and not swept for what it was',
    plant: (storage) => {
      const settled = new Set<string>()
      const acknowledge: PasskeyStorage['events']['acknowledge'] = async (ids, now) => {
        for (const id of ids) settled.add(id)
        await storage.events.acknowledge(ids, now)
      }
      return {
        ...withStore('events', () => ({ acknowledge }))(storage),
        sweep: async (now, limit, options) => {
          await storage.events.acknowledge([...settled], 0)
          return storage.sweep(now, limit, options)
        },
      }
    },
  },
  {
    fault: 'raises the version after it has added',
    caughtBy: 'passkeys.add: raises no version of an account that it creates, nor when it is refused',
    plant: withStore('passkeys', (passkeys, { accounts }) => ({
      add: async (passkey, { raiseVersion, ...together }) => {
        const outcome = await passkeys.add(passkey, together)
        if (raiseVersion) await accounts.raiseVersion({ ...passkey, at: passkey.createdAt }, [])
        return outcome
      },
    })),
  },
  {
    fault: 'does not know raiseVersion',
    caughtBy: 'passkeys.add: raises the version if that is requested, and ends what was begun before',
    plant: withStore('passkeys', (passkeys) => ({
      add: (passkey, { raiseVersion: _, ...together }) => passkeys.add(passkey, together),
    })),
  },
]

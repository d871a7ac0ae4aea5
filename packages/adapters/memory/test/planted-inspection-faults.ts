import type { InspectionStore, PasskeyStorage } from '@latchkey/storage'
import type { PlantedFault } from './planted-fault.js'

function withInspection(
  change: (store: InspectionStore, storage: PasskeyStorage) => Partial<InspectionStore>,
): PlantedFault['plant'] {
  return (storage) => {
    const { inspection } = storage
    if (inspection === undefined) throw new TypeError('This storage can be inspected.')
    return { ...storage, inspection: { ...inspection, ...change(inspection, storage) } }
  }
}

const day = 86_400_000

/** Faults of what an operator reads. */
export const plantedInspectionFaults: readonly PlantedFault[] = [
  {
    fault: 'lists a relying party that has no passkeys',
    caughtBy: 'inspection.relyingParties: none in an empty storage',
    plant: withInspection((store) => ({
      relyingParties: async () => [...(await store.relyingParties()), { rpId: 'z.example', passkeys: 0, users: 0 }],
    })),
  },
  {
    fault: 'counts passkeys as users',
    caughtBy: 'inspection.relyingParties: each with its passkeys and users, in the order of their ids',
    plant: withInspection((store) => ({
      relyingParties: async () => (await store.relyingParties()).map((it) => ({ ...it, users: it.passkeys })),
    })),
  },
  {
    fault: 'counts accounts without passkeys as users',
    caughtBy: 'inspection.relyingParties: no relying party and no user whose passkeys are all gone',
    plant: withInspection((store, { accounts }) => ({
      relyingParties: async () => {
        const found = await store.relyingParties()
        const counted = found.map(async (it) => {
          const { items } = await accounts.page({ rpId: it.rpId, limit: 1000 })
          return { ...it, users: items.length }
        })
        return Promise.all(counted)
      },
    })),
  },
  {
    fault: 'deletes what it counts',
    caughtBy: 'inspection.sweepable: counts what a sweep then deletes, and deletes nothing itself',
    plant: withInspection((store, storage) => ({
      sweepable: async (now, limit) => {
        const count = await store.sweepable(now, limit)
        await storage.sweep(now, limit)
        return count
      },
    })),
  },
  {
    fault: 'counts what was spent as soon as it has expired',
    caughtBy: 'inspection.sweepable: counts what was spent 24 hours after it expired, not before',
    plant: withInspection((store) => ({ sweepable: (now, limit) => store.sweepable(now + day, limit) })),
  },
  {
    fault: 'counts rate windows a day late',
    caughtBy: 'inspection.sweepable: counts a rate window when it has closed, not before',
    plant: withInspection((store) => ({ sweepable: (now, limit) => store.sweepable(now - day, limit) })),
  },
  {
    fault: 'counts beyond the limit',
    caughtBy: 'inspection.sweepable: at most limit rows of each kind',
    plant: withInspection((store) => ({ sweepable: (now) => store.sweepable(now, 1000) })),
  },
  {
    fault: 'counts only events that can be claimed',
    caughtBy: 'inspection.unsettled: counts leased events too, and those of this relying party only',
    plant: withInspection((_, { events }) => ({
      unsettled: async (_rpId, limit) => {
        const claimed = await events.claim(limit, 0, 1)
        return { count: claimed.length }
      },
    })),
  },
  {
    fault: 'counts events beyond the limit',
    caughtBy: 'inspection.unsettled: counts no further than limit',
    plant: withInspection((store) => ({ unsettled: (rpId) => store.unsettled(rpId, 1000) })),
  },
  {
    fault: 'takes any limit',
    caughtBy: 'inspection: rejects a limit that is not a whole number from 0 on, and an id that does not fit',
    plant: withInspection((store) => ({ sweepable: (now) => store.sweepable(now, 1000) })),
  },
  {
    fault: 'reads a clock in seconds',
    caughtBy: 'inspection.server: the clock is that of the present, and each issue is a sentence',
    plant: withInspection((store) => ({
      server: async () => ({ now: Math.round((await store.server()).now / 1000), issues: [] }),
    })),
  },
]

import type { EventRecord } from '@latchkey/storage'
import { type PlantedFault, withEveryEvent, withStore } from './planted-fault.js'

/** Whether a text in it has more characters than a text column of 255 holds. */
function hasLongText(value: unknown): boolean {
  if (typeof value === 'string') return value.length > 255
  return typeof value === 'object' && value !== null && Object.entries(value).flat().some(hasLongText)
}

function withoutOnce({ once: _, ...event }: EventRecord): EventRecord {
  return event
}

/** Faults of what an event may hold, and of how often its `once` may come. */
export const plantedOnceFaults: readonly PlantedFault[] = [
  {
    fault: 'does not know once',
    caughtBy: 'passkeys.recordUse: leaves out an event whose once is stored already, and makes its change',
    plant: withEveryEvent(withoutOnce),
  },
  {
    fault: 'compares once without its case',
    caughtBy: 'events.append: leaves out an event whose once is stored already, and makes its change',
    plant: withEveryEvent((event) => (event.once === undefined ? event : { ...event, once: event.once.toLowerCase() })),
  },
  {
    fault: 'cuts a once that is too long',
    caughtBy: 'accounts.purge: rejects an event whose once has more than 255 characters',
    plant: withEveryEvent((event) => (event.once === undefined ? event : { ...event, once: event.once.slice(0, 255) })),
  },
  {
    fault: 'refuses an event whose data holds a text of more than 255 characters',
    caughtBy: 'passkeys.removeAll: stores an event with as much data as there may be, whatever is in it',
    plant: withEveryEvent((event) => {
      if (hasLongText(event.data)) throw new RangeError('data is longer than 255 characters.')
      return event
    }),
  },
  {
    fault: 'has each once one time for all relying parties',
    caughtBy: 'events.append: one event of a once at each relying party',
    plant: (storage) => {
      const seen = new Set<string>()
      const isNew = ({ once }: EventRecord) => once === undefined || (!seen.has(once) && seen.add(once))
      return withStore('events', (events) => ({ append: (list) => events.append(list.filter(isNew)) }))(storage)
    },
  },
  {
    fault: 'forgets a once as soon as its event is settled',
    caughtBy: 'events.append: a once is remembered after its event was settled',
    plant: (storage) => {
      let isSettled = false
      return withStore('events', (events) => ({
        append: (list) => events.append(isSettled ? list.map(withoutOnce) : list),
        acknowledge: async (ids, now) => {
          await events.acknowledge(ids, now)
          isSettled = true
        },
      }))(storage)
    },
  },
  {
    fault: 'skips whatever is stored already where an event has a once',
    caughtBy: 'events.append: rejects an id that is stored, although another event is left out',
    plant: withStore('events', (events) => ({
      append: async (list) => {
        const mayRepeat = list.some(({ once }) => once !== undefined)
        for (const event of list) await events.append([event]).catch((error) => mayRepeat || Promise.reject(error))
      },
    })),
  },
  {
    fault: 'looks whether a once is stored, instead of storing it in one step',
    caughtBy: 'events.append: of 20 simultaneous calls with one once exactly one stores its event',
    plant: withStore('events', (events) => ({
      append: async (list) => {
        const [first] = list
        const page = first && (await events.page({ rpId: first.rpId, limit: 1000 }))
        const stored = new Set(page?.items.map(({ once }) => once))
        await events.append(list.filter(({ once }) => once === undefined || !stored.has(once)).map(withoutOnce))
      },
    })),
  },
]

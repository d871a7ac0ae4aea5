import type { EventTally } from '@latchkey/storage'
import type { OutcomeCode, OutcomeMode } from '@latchkey/wire'
import { LRUCache } from 'lru-cache'
import type { IdentifiedCeremony } from '../ceremony/envelopes.js'
import type { Settings } from '../config/settings.js'
import { createEvent, type NextEventId } from '../events/create-event.js'
import type { ReportedCeremony } from '../events/event-data.js'
import type { CheckedStore } from './checked-store.js'

/**
 * Sums what pages report. Anyone with a page can report anything about a ceremony of their own, so there is one event
 * for each kind of outcome and hour, and a limited number of them.
 */
export interface OutcomeCounts {
  /** Counts one report. A second report about the same ceremony is ignored, as far as this process remembers it. */
  add(outcome: Outcome): Promise<void>
  /** Writes what was counted. Counts are lost if the store fails: whether it has added them is unknown. */
  flush(): Promise<void>
}

/** One report, about a ceremony that this server has sealed. */
export interface Outcome {
  readonly ceremony: IdentifiedCeremony
  readonly code: OutcomeCode
  readonly mode: OutcomeMode
  readonly milliseconds: number
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** Of the reported ceremonies, the oldest are forgotten first. */
const mostRemembered = 10_000

/** Further kinds of outcomes in the same hour are not counted: organizations may be made up. */
const mostKinds = 1_000

/** The upper ends of the spans that are counted apart: a dialog closed at once is no long search for a security key. */
const spans = [1, 3, 10, 30, 60, 600] as const

interface Sum {
  readonly data: ReportedCeremony
  readonly organizationId: string | undefined
  /** Not yet written. */
  count: number
}

export interface OutcomeCountsInput {
  readonly store: Pick<CheckedStore, 'events'>
  readonly nextEventId: NextEventId
}

/** Counts in memory. Counts are written with the first report of a later minute, and whenever they are flushed. */
export function createOutcomeCounts(settings: Settings, { store, nextEventId }: OutcomeCountsInput): OutcomeCounts {
  const reported = new LRUCache<string, true>({ max: mostRemembered })
  const sums = new Map<string, Sum>()
  let [hour, minute] = [0, 0]

  function toTally(key: string, { data, organizationId, count }: Sum): EventTally {
    const at = hour * hourMs
    const rpId = settings.relyingParty.id
    const context = { at, rpId, organizationId, actor: { type: 'system' }, nextEventId } as const
    const event = createEvent('ceremony.reported', data, context)
    return { ...event, once: `${event.name} ${hour} ${key}`, counts: { count, addresses: 0 } }
  }

  async function flush(): Promise<void> {
    const tallies = [...sums].flatMap(([key, sum]) => (sum.count === 0 ? [] : [toTally(key, sum)]))
    for (const sum of sums.values()) sum.count = 0
    if (tallies.length > 0) await store.events.tally(tallies).catch(() => undefined)
  }

  async function turnTo(now: number): Promise<void> {
    if (Math.floor(now / minuteMs) === minute) return
    minute = Math.floor(now / minuteMs)
    const written = flush()
    if (Math.floor(now / hourMs) !== hour) sums.clear()
    hour = Math.floor(now / hourMs)
    await written
  }

  function count(key: string, kind: Omit<Sum, 'count'>): void {
    const sum = sums.get(key) ?? { ...kind, count: 0 }
    if (!sums.has(key) && sums.size >= mostKinds) return
    sum.count++
    sums.set(key, sum)
  }

  return {
    flush,
    async add({ ceremony: { id, purpose, organizationId }, code, mode, milliseconds }) {
      if (reported.has(id)) return
      reported.set(id, true)
      await turnTo(settings.now())
      const withinSeconds = spans.find((seconds) => milliseconds < seconds * 1000) ?? spans[spans.length - 1]
      const data = { purpose, code, mode, withinSeconds: withinSeconds ?? 0 }
      count(JSON.stringify([...Object.values(data), organizationId]), { data, organizationId })
    },
  }
}

import type { EventTally } from '@latchkey/storage'
import type { PasskeyErrorCode } from '@latchkey/wire'
import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import { createEvent, type NextEventId } from '../events/create-event.js'
import type { CheckedStore } from './checked-store.js'

/**
 * Counts refusals before a genuine signature. Anyone can cause them, so there is one event for each code and minute, with
 * nothing of what was sent.
 */
export interface RefusalCounts {
  /** Does the work. If it is refused, the refusal is counted and thrown. */
  run<Answer>(clientAddress: string | undefined, work: () => Promise<Answer>): Promise<Answer>
  /** Writes what was counted. Counts are lost if the store fails: whether it has added them is unknown. */
  flush(): Promise<void>
}

const minuteMs = 60_000

/** Further addresses of one code and minute are not distinguished. */
const mostAddresses = 10_000

interface Counted {
  readonly minute: number
  readonly code: PasskeyErrorCode
  readonly addresses: Set<string>
  count: number
}

export interface RefusalCountsInput {
  readonly store: CheckedStore
  readonly nextEventId: NextEventId
}

/** Counts in memory. Counts are written with the first refusal of a later minute, and whenever they are flushed. */
export function createRefusalCounts(settings: Settings, { store, nextEventId }: RefusalCountsInput): RefusalCounts {
  const counted = new Map<PasskeyErrorCode, Counted>()

  async function write(isDue: (it: Counted) => boolean): Promise<void> {
    const due = [...counted.values()].filter(isDue)
    if (due.length === 0) return
    for (const { code } of due) counted.delete(code)
    await store.events.tally(due.map(toTally)).catch(() => undefined)
  }

  function toTally({ minute, code, addresses, count }: Counted): EventTally {
    const rpId = settings.relyingParty.id
    const eventContext = { at: minute * minuteMs, rpId, actor: { type: 'system' }, nextEventId } as const
    const event = createEvent('sign_in.failed', { reason: code }, eventContext)
    return { ...event, once: `${event.name} ${code} ${minute}`, counts: { count, addresses: addresses.size } }
  }

  async function add(code: PasskeyErrorCode, clientAddress: string | undefined): Promise<void> {
    const minute = Math.floor(settings.now() / minuteMs)
    await write((it) => it.minute !== minute)
    const known = counted.get(code) ?? { minute, code, addresses: new Set<string>(), count: 0 }
    known.count++
    if (clientAddress !== undefined && known.addresses.size < mostAddresses) known.addresses.add(clientAddress)
    counted.set(code, known)
  }

  return {
    async run(clientAddress, work) {
      try {
        return await work()
      } catch (error) {
        if (error instanceof PasskeyError && error.code !== 'storage_unavailable') await add(error.code, clientAddress)
        throw error
      }
    },
    flush: () => write(() => true),
  }
}

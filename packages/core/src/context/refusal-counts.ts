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
  run<Answer>(refusal: Refusal, work: () => Promise<Answer>): Promise<Answer>
  /** Writes what was counted. Counts are lost if the store fails: whether it has added them is unknown. */
  flush(): Promise<void>
}

/** The events that report a refused use of a passkey. */
export type RefusalEvent = 'sign_in.failed' | 'passkey.use_refused'

type CountedEvent = RefusalEvent | 'invitation.failed' | 'otp.failed'

interface Refusal {
  readonly event: CountedEvent
  readonly clientAddress: string | undefined
}

const minuteMs = 60_000

/** Further addresses of one code and minute are not distinguished. */
const mostAddresses = 10_000

interface Counted {
  readonly event: CountedEvent
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
  const counted = new Map<string, Counted>()

  async function write(isDue: (it: Counted) => boolean): Promise<void> {
    const due = [...counted.values()].filter(isDue)
    if (due.length === 0) return
    for (const it of due) counted.delete(keyOf(it))
    await store.events.tally(due.map(toTally)).catch(() => undefined)
  }

  function toTally({ event: name, minute, code, addresses, count }: Counted): EventTally {
    const rpId = settings.relyingParty.id
    const eventContext = { at: minute * minuteMs, rpId, actor: { type: 'system' }, nextEventId } as const
    const event = createEvent(name, { reason: code }, eventContext)
    return { ...event, once: `${event.name} ${code} ${minute}`, counts: { count, addresses: addresses.size } }
  }

  async function add(code: PasskeyErrorCode, { event, clientAddress }: Refusal): Promise<void> {
    const minute = Math.floor(settings.now() / minuteMs)
    await write((it) => it.minute !== minute)
    const key = keyOf({ event, code })
    const known = counted.get(key) ?? { event, minute, code, addresses: new Set<string>(), count: 0 }
    known.count++
    if (clientAddress !== undefined && known.addresses.size < mostAddresses) known.addresses.add(clientAddress)
    counted.set(key, known)
  }

  return {
    async run(refusal, work) {
      try {
        return await work()
      } catch (error) {
        if (error instanceof PasskeyError && error.code !== 'storage_unavailable') await add(error.code, refusal)
        throw error
      }
    },
    flush: () => write(() => true),
  }
}

function keyOf({ event, code }: Pick<Counted, 'event' | 'code'>): string {
  return `${event} ${code}`
}

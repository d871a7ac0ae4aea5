import type { EventsInput, Passkeys } from '@latchkey/core'

/** The type of `passkeys.admin.events`. */
export type ReadEvents = Passkeys['admin']['events']

type EventPage = Awaited<ReturnType<ReadEvents>>

export type ListedEvent = EventPage['items'][number]

export interface LastEventsInput extends Pick<EventsInput, 'organizationId' | 'actor'> {
  /** Only events before the one with this id. */
  readonly before?: string | undefined
  /** Default: all events. */
  readonly matches?: ((event: ListedEvent) => boolean) | undefined
  readonly limit: number
  /** Epoch milliseconds. */
  readonly now: number
}

export interface LastEvents {
  /** Newest first. */
  readonly events: readonly ListedEvent[]
  /** Whether there are older events. */
  readonly hasOlder: boolean
}

const hour = 3_600_000
const mostInPage = 1000

/**
 * The last events that match, newest first. The API lists events from the oldest, so this reads the last hour, then a
 * period four times as long, until it has found enough. Without a filter, it reads only little more than it returns.
 */
export async function lastEvents(read: ReadEvents, input: LastEventsInput): Promise<LastEvents> {
  const { limit, now, before } = input
  const end = (before === undefined ? now : instantOf(before)) + 1
  // If the clock was set back, some events are later than now.
  const to = before === undefined ? undefined : end
  for (let length = hour; ; length *= 4) {
    const from = Math.max(0, end - length)
    const found = await readAll(read, input, { from, to })
    if (found.length <= limit && from > 0) continue
    return { events: found.slice(-limit).toReversed(), hasOlder: found.length > limit }
  }
}

/** The last `limit` matches of this period, and one more if there is one. It holds at most one page besides them. */
async function readAll(
  read: ReadEvents,
  { organizationId, actor, before, limit, matches = () => true }: LastEventsInput,
  time: Pick<EventsInput, 'from' | 'to'>,
): Promise<readonly ListedEvent[]> {
  let found: readonly ListedEvent[] = []
  let after: string | undefined
  do {
    const page: EventPage = await read({ ...time, organizationId, actor, after, limit: mostInPage })
    const earlier = page.items.filter((event) => (before === undefined || event.id < before) && matches(event))
    found = [...found, ...earlier].slice(-limit - 1)
    after = page.next
  } while (after !== undefined)
  return found
}

/** The first 12 hexadecimal digits of an id are epoch milliseconds. */
function instantOf(id: string): number {
  return Number.parseInt(id.slice(0, 12), 16)
}

/** Whether the text has the form of an event's id. */
export function isEventId(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{32}$/.test(text)
}

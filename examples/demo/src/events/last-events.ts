import type { EventsInput, Passkeys } from '@latchkey/core'

/** Where events are read: `passkeys.admin.events`. */
export type ReadEvents = Passkeys['admin']['events']

type EventPage = Awaited<ReturnType<ReadEvents>>

/** Something that has happened. */
export type ToldEvent = EventPage['items'][number]

export interface LastEventsInput extends Pick<EventsInput, 'organizationId' | 'actor'> {
  /** Only what came before the event of this id. */
  readonly before?: string | undefined
  readonly limit: number
  /** Epoch milliseconds. */
  readonly now: number
}

export interface LastEvents {
  /** Newest first. */
  readonly events: readonly ToldEvent[]
  /** Whether there are older ones. */
  readonly hasOlder: boolean
}

const hour = 3_600_000
const mostInPage = 1000

/**
 * The last events, newest first. Events are read from the oldest on, so this looks at the last hour, and then at a time
 * four times as long, until that holds enough: what it reads is never much more than it shows.
 */
export async function lastEvents(read: ReadEvents, input: LastEventsInput): Promise<LastEvents> {
  const { limit, now, before } = input
  const end = (before === undefined ? now : instantOf(before)) + 1
  // A clock that went back leaves events that are later than now.
  const to = before === undefined ? undefined : end
  for (let length = hour; ; length *= 4) {
    const from = Math.max(0, end - length)
    const found = await readAll(read, input, { from, to })
    if (found.length <= limit && from > 0) continue
    return { events: found.slice(-limit).toReversed(), hasOlder: found.length > limit }
  }
}

/** The last `limit` of this time, and one more where there is one; it holds no more than a page beside them. */
async function readAll(
  read: ReadEvents,
  { organizationId, actor, before, limit }: LastEventsInput,
  time: Pick<EventsInput, 'from' | 'to'>,
): Promise<readonly ToldEvent[]> {
  let found: readonly ToldEvent[] = []
  let after: string | undefined
  do {
    const page: EventPage = await read({ ...time, organizationId, actor, after, limit: mostInPage })
    const earlier = page.items.filter(({ id }) => before === undefined || id < before)
    found = [...found, ...earlier].slice(-limit - 1)
    after = page.next
  } while (after !== undefined)
  return found
}

/** An id begins with its instant: 12 hexadecimal digits of epoch milliseconds. */
function instantOf(id: string): number {
  return Number.parseInt(id.slice(0, 12), 16)
}

/** Whether this can be the id of an event. */
export function isEventId(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{32}$/.test(text)
}

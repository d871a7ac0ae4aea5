import type { Page } from '@latchkey/storage'
import { organizationToRead } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { PasskeyError } from '../../errors.js'
import { type Actor, firstEventId } from '../../events/create-event.js'
import { type PasskeyEvent, toPasskeyEvent } from '../../events/event-data.js'
import { parseInstant } from '../../host/instant.js'

/** What `admin.events` takes. */
export interface EventsInput extends RelyingPartyInput {
  /**
   * Epoch milliseconds, inclusive.
   *
   * @default from the oldest stored event
   */
  readonly from?: number | undefined
  /**
   * Epoch milliseconds, exclusive.
   *
   * @default to the newest event
   */
  readonly to?: number | undefined
  /**
   * The `next` of the page before, or the id of any event: the page begins after it.
   *
   * @default the first page
   */
  readonly after?: string | undefined
  /**
   * 1 to 1000.
   *
   * @default 100
   */
  readonly limit?: number | undefined
  /**
   * Only events of this organization.
   *
   * @default the one of the actor's scope, else all events
   */
  readonly organizationId?: string | undefined
  /** The admin who reads. Nothing changes, so no event is emitted. */
  readonly actor: Actor
}

const eventId = /^[0-9a-f]{32}$/

/**
 * Stored events, oldest first, delivered or not. A later call with the last event's id returns the newer ones, except
 * those that another process was still writing then. See `AdminApi`.
 */
export async function readEvents(context: Context, input: EventsInput): Promise<Page<PasskeyEvent>> {
  const { limit = 100, after } = input
  const organizationId = organizationToRead(context, input)
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= 1000)) throw malformed('limit must be a number, 1 to 1000.')
  if (after !== undefined && !eventId.test(after)) throw malformed('after must be the id of an event, or a next.')
  const first = firstEventId(parseInstant(input.from ?? 0, 'from'))
  const page = await context.store.events.page({
    rpId: context.settings.relyingParty.id,
    ...(organizationId === undefined ? {} : { organizationId }),
    after: after !== undefined && after > first ? after : first,
    ...(input.to === undefined ? {} : { before: firstEventId(parseInstant(input.to, 'to')) }),
    limit,
  })
  return { ...page, items: page.items.map(toPasskeyEvent) }
}

function malformed(problem: string): PasskeyError {
  return new PasskeyError('malformed', { cause: new TypeError(problem) })
}

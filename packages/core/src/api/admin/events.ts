import type { Page } from '@latchkey/storage'
import { organizationToRead } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { PasskeyError } from '../../errors.js'
import { type Actor, firstEventId } from '../../events/create-event.js'
import { type PasskeyEvent, toPasskeyEvent } from '../../events/event-data.js'
import { parseInstant } from '../../host/instant.js'

/** What `admin.events` takes. */
export interface EventsInput {
  /** Epoch milliseconds, the first instant; left out, from the oldest event that is kept. */
  readonly from?: number | undefined
  /** Epoch milliseconds, the first instant that is not in it any more; left out, to the newest. */
  readonly to?: number | undefined
  /** The `next` of the page before, or the id of any event: goes on behind it. */
  readonly after?: string | undefined
  /** 1 to 1000. Default: 100. */
  readonly limit?: number | undefined
  /** Only what was done in this organization. Default: the one of the actor's scope, else all and none. */
  readonly organizationId?: string | undefined
  /** Who asks. Nothing changes, so no event. */
  readonly actor: Actor
}

const eventId = /^[0-9a-f]{32}$/

/**
 * What has happened, oldest first, delivered or not, as long as it is kept: thirty days after delivery. Who goes on
 * behind the last event later meets what has happened since, but for what another process was still writing then.
 *
 * @throws {PasskeyError} `malformed`, `storage_unavailable`
 * @throws {TypeError} when nobody is said to ask.
 */
export async function readEvents(context: Context, input: EventsInput): Promise<Page<PasskeyEvent>> {
  const { limit = 100, after } = input
  const organizationId = organizationToRead(context, input)
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= 1000)) throw new PasskeyError('malformed')
  if (after !== undefined && !eventId.test(after)) throw new PasskeyError('malformed')
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

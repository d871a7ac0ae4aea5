import type { EventRecord, EventTally } from './events.js'
import type { Page } from './records.js'

/** The outbox. Events that go with a change are handed to the verb that makes the change. */
export interface EventStore {
  /**
   * Keeps events of things that changed nothing else, all or none. An id that is kept already, or is named twice, is
   * refused by a rejection.
   */
  append(events: readonly EventRecord[]): Promise<void>

  /**
   * Counts what happened often: of each relying party and `once` there is one event, which this call creates, or to
   * whose `counts` it adds. All or none. Simultaneous calls all count.
   * Where that event was claimed or settled before, it gets the given `id` and is to be delivered again: then the one
   * with the newer id holds all that was counted, and stands in the place of the one before. An id that is stored
   * already is refused by a rejection; so is a `once` of an event that has no counts.
   */
  tally(events: readonly EventTally[]): Promise<void>

  /**
   * Up to `limit` events that are neither settled nor leased at `now`, by id, leased for `leaseMs`; fewer only when
   * there are no more. Of each user of a relying party only the unsettled one with the smallest id, so that a user's
   * events arrive in order, which is the order of their ids, and so of the clocks that made them: one that is kept after a
   * later one was settled, by a transaction that was open for long or a clock that is behind, comes after it. While that
   * one is leased the user has nothing to claim. Events without a user are not held
   * back. A lease lasts until, not including, `now + leaseMs`, and brings the event back when it runs out.
   * Simultaneous callers never get the same event. A `limit` that is not a whole number, 0 or more, is refused by a
   * rejection.
   */
  claim(limit: number, leaseMs: number, now: number): Promise<readonly EventRecord[]>

  /**
   * These have been delivered, and never come back, whoever claimed them and whether or not the lease still runs.
   * Ids that are unknown or already settled are ignored: an event counts as settled from the first time.
   */
  acknowledge(ids: readonly string[], now: number): Promise<void>

  /**
   * Events of a relying party in the order of the bytes of their ids, settled or not, leased or not, a page at a time;
   * for figures and for the staff's view. Reading changes nothing. Who walks all pages meets every event that is there
   * all the while exactly once. `next` is the id of the last item, and the page after it is right even when that event
   * has been swept since.
   */
  page(query: EventPageQuery): Promise<Page<EventRecord>>
}

/** One page of events, oldest first. */
export interface EventPageQuery {
  readonly rpId: string
  /** Only events of this organisation; left out, those of all organisations and of none. */
  readonly organizationId?: string
  /**
   * Only ids above this one, kept or not: the `next` of the page before, or the first digits of ids of an instant. Left
   * out or empty for the first page.
   */
  readonly after?: string
  /** Only ids below this one, kept or not. */
  readonly before?: string
  /** A whole number from 1 to 1000; another limit is refused by a rejection. */
  readonly limit: number
}

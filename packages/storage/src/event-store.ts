import type { EventRecord, EventTally } from './events.js'
import type { Page } from './records.js'

/** The outbox. Events that go with a change are passed to the verb that makes the change. */
export interface EventStore {
  /**
   * Stores events of things that changed nothing else, all or none.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   * @throws {Error} for an event whose id is stored already or named twice
   */
  append(events: readonly EventRecord[]): Promise<void>

  /**
   * Counts what happened often: for each relying party and `once` there is one event, which this call creates, or to
   * whose `counts` it adds. All or none. Simultaneous calls all count. If that event was claimed or settled before,
   * it gets the given `id` and is delivered again: the one with the newer id then holds the whole count, and replaces
   * the one before.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   * @throws {Error} for an id that is stored already, and a `once` of an event that has no counts
   */
  tally(events: readonly EventTally[]): Promise<void>

  /**
   * Up to `limit` events that are neither settled nor leased at `now`, by id, leased for `leaseMs`; fewer only when
   * there are no more. For each user of a relying party only the unsettled event with the smallest id is returned, so
   * that a user's events arrive in order. The order is that of their ids, and so of the clocks that made them: an
   * event that is stored after a later one was settled, because its transaction was open for long or a clock is
   * behind, arrives after it. While that event is leased, the user has nothing to claim. Events without a user are
   * not held back. A lease lasts until, not including, `now + leaseMs`; then the event can be claimed again.
   * Simultaneous callers never get the same event.
   *
   * @throws {RangeError} for a `limit` that is not a whole number, 0 or more
   */
  claim(limit: number, leaseMs: number, now: number): Promise<readonly EventRecord[]>

  /**
   * Marks these events as delivered. They are never claimed again, whichever caller claimed them and whether or not
   * the lease still runs. Ids that are unknown or already settled are ignored: an event counts as settled from the
   * first time.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   */
  acknowledge(ids: readonly string[], now: number): Promise<void>

  /**
   * Events of a relying party in the order of the bytes of their ids, settled or not, leased or not, a page at a
   * time; for figures and for admins. Reading changes nothing. A walk over all pages returns every event that exists
   * throughout exactly once. `next` is the id of the last item, and the page after it is correct even if that event
   * has been swept since.
   *
   * @throws {RangeError} for what does not fit, or a `limit` that is not a whole number from 1 to 1000
   */
  page(query: EventPageQuery): Promise<Page<EventRecord>>

  /**
   * The same of one user, of all organizations and of none: the events whose `userId` it is.
   *
   * @throws {RangeError} for what does not fit, or a `limit` that is not a whole number from 1 to 1000
   */
  pageByUser(query: UserEventPageQuery): Promise<Page<EventRecord>>
}

/** One page of a user's events, oldest first. */
export interface UserEventPageQuery {
  readonly rpId: string
  readonly userId: string
  /** Only ids above this one, stored or not: the `next` of the page before. Left out or empty for the first page. */
  readonly after?: string
  /** A whole number from 1 to 1000; any other limit makes the verb reject. */
  readonly limit: number
}

/** One page of events, oldest first. */
export interface EventPageQuery {
  readonly rpId: string
  /** Only events of this organization; left out, those of all organizations and of none. */
  readonly organizationId?: string
  /**
   * Only ids above this one, stored or not: the `next` of the page before, or the first digits of ids of an instant.
   * Left out or empty for the first page.
   */
  readonly after?: string
  /** Only ids below this one, stored or not. */
  readonly before?: string
  /** A whole number from 1 to 1000; any other limit makes the verb reject. */
  readonly limit: number
}

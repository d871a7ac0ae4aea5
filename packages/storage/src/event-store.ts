import type { EventRecord } from './events.js'

/** The outbox. Events that go with a change are handed to the verb that makes the change. */
export interface EventStore {
  /**
   * Keeps events of things that changed nothing else, all or none. An id that is kept already, or is named twice, is
   * refused by a rejection.
   */
  append(events: readonly EventRecord[]): Promise<void>

  /**
   * Up to `limit` events that are neither settled nor leased at `now`, by id, leased for `leaseMs`; fewer only when
   * there are no more. Of each user of a relying party only the unsettled one with the smallest id, so that a user's
   * events arrive in order: while that one is leased the user has nothing to claim. Events without a user are not held
   * back. A lease lasts until, not including, `now + leaseMs`, and brings the event back when it runs out.
   * Simultaneous callers never get the same event.
   */
  claim(limit: number, leaseMs: number, now: number): Promise<readonly EventRecord[]>

  /**
   * These have been delivered, and never come back, whoever claimed them and whether or not the lease still runs.
   * Ids that are unknown or already settled are ignored: an event counts as settled from the first time.
   */
  settle(ids: readonly string[], now: number): Promise<void>
}

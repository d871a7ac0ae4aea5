import type { EventRecord } from './events.js'

/** The outbox. Events that go with a change are handed to the verb that makes the change. */
export interface EventStore {
  /** Keeps events of things that changed nothing else. An id that is kept already is refused by a rejection. */
  append(events: readonly EventRecord[]): Promise<void>

  /**
   * Up to `limit` events that are neither settled nor leased at `now`, by id, leased for `leaseMs`. Of each user only
   * the oldest unsettled one, so that a user's events arrive in order; those without a user are not held back.
   * A lease that runs out brings the event back. Simultaneous callers never get the same event.
   */
  claim(limit: number, leaseMs: number, now: number): Promise<readonly EventRecord[]>

  /** These have been delivered. Ids that are unknown or already settled are ignored. */
  settle(ids: readonly string[], now: number): Promise<void>
}

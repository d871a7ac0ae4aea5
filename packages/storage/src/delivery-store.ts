import type { EventRecord } from './events.js'
import type { Page } from './records.js'

/**
 * Brings stored events to endpoints: a function of your app, a webhook. Each endpoint gets each event at least once, and
 * the events of a user in the order of their ids. Optional: a storage without it stores events and delivers none.
 *
 * `enqueue` turns unsettled events into deliveries, one for each endpoint that is open. A worker claims deliveries, and
 * acknowledges or defers each. Any number of workers may do so. A delivery that is deferred holds later events of its
 * user at its endpoint, and nothing else; one that is deferred forever is a dead letter, and lets them pass.
 *
 * All verbs but `listEndpoints` and `enqueue` name the endpoint, and change nothing of any other.
 */
export interface DeliveryStore {
  /**
   * The endpoint is open: events that are enqueued from now on are delivered to it. Returns it as it then is; one that
   * is open already stays as it is. Simultaneous calls open one endpoint.
   *
   * @throws {RangeError} for what does not fit, or an endpoint id that cannot exist
   */
  openEndpoint(target: EndpointTarget, at: number): Promise<EndpointRecord>

  /**
   * The endpoints of a relying party, disabled ones included, in the order of their ids.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   */
  listEndpoints(rpId: string): Promise<readonly EndpointRecord[]>

  /**
   * Records how the endpoint does: see `EndpointMark`. `gone` where it is not open.
   *
   * @throws {RangeError} for what does not fit, or an endpoint id that cannot exist
   */
  markEndpoint(target: EndpointTarget, mark: EndpointMark): Promise<'done' | 'gone'>

  /**
   * The endpoint is gone, with its deliveries. `gone` where it was not open.
   *
   * @throws {RangeError} for what does not fit, or an endpoint id that cannot exist
   */
  closeEndpoint(target: EndpointTarget): Promise<'done' | 'gone'>

  /**
   * Turns up to `limit` unsettled events of the relying party, the smallest ids first, into one delivery for each open
   * endpoint, and settles the events: together, or not at all. Returns the number of events. Leases do not matter.
   * Where no endpoint is open nothing changes, and the number is 0. Simultaneous calls enqueue each event once, and what
   * one call enqueues is complete before the next one takes later events: no event is enqueued before an earlier one of
   * its user that was stored by then.
   *
   * @throws {RangeError} for what does not fit, or a `limit` that is not a whole number, 0 or more
   */
  enqueue(rpId: string, limit: number, now: number): Promise<number>

  /**
   * Up to `limit` deliveries of this endpoint that are due at `now`, leased for `leaseMs`; those first that have been due
   * longest. Of each user only the one with the smallest event id that is no dead letter, due or not; events without
   * a user wait for nothing. A lease lasts until, not including, `now + leaseMs`, and then the delivery is due again. Each
   * claim counts as an attempt. Simultaneous callers never get the same delivery; one of them may get fewer than there
   * are, because others look at them. A delivery whose event is no longer stored is never returned, and holds nothing.
   *
   * @throws {RangeError} for what does not fit, an endpoint id that cannot exist, or a `limit` that is not a whole
   *   number, 0 or more
   */
  claim(target: EndpointTarget, claim: DeliveryClaim): Promise<readonly ClaimedDelivery[]>

  /**
   * These events have arrived: their deliveries are gone, whichever worker claimed them, and even if the lease has ended.
   * Unknown ids are ignored.
   *
   * @throws {RangeError} for what does not fit, or an endpoint id that cannot exist
   */
  acknowledge(target: EndpointTarget, eventIds: readonly string[]): Promise<void>

  /**
   * This attempt has failed: the delivery is due again at `until`, or is a dead letter. `gone`, and nothing has changed,
   * where the delivery is acknowledged, a dead letter already, or was claimed since by a later attempt.
   *
   * @throws {RangeError} for what does not fit, or an endpoint id that cannot exist
   */
  defer(target: EndpointTarget, failure: FailedDelivery): Promise<'done' | 'gone'>

  /**
   * Deliveries of this endpoint in the order of the bytes of their event ids, a page at a time: dead letters, or those
   * that are not. A walk over all pages meets each that is there all the while exactly once. `next` is the event id of the
   * last item.
   *
   * @throws {RangeError} for what does not fit, an endpoint id that cannot exist, or a `limit` that is not a whole
   *   number from 1 to 1000
   */
  page(query: DeliveryPageQuery): Promise<Page<DeliveryRecord>>

  /**
   * These dead letters are due at `now`, as if they had never been tried; they hold later events of their users again.
   * Returns their number: ids that are unknown, or no dead letters, are ignored.
   *
   * @throws {RangeError} for what does not fit, or an endpoint id that cannot exist
   */
  replay(target: EndpointTarget, eventIds: readonly string[], now: number): Promise<number>
}

/** One endpoint of a relying party. */
export interface EndpointTarget {
  readonly rpId: string
  /** 1 to 64 characters of `A-Z a-z 0-9 _ -`; another id is refused by a rejection. */
  readonly endpoint: string
}

/** Where events are delivered to. */
export interface EndpointRecord extends EndpointTarget {
  readonly createdAt: number
  /** When it was disabled. Events for it are enqueued, and wait. */
  readonly disabledAt?: number
  /** The first failure since the last success. */
  readonly failingSince?: number
  /** Why the last attempt failed, or why it is disabled. */
  readonly reason?: string
}

/**
 * `succeeded` clears `failingSince`, and `reason` unless it is disabled. `failed` sets `failingSince` where there is none,
 * and `reason`. `disabled` sets `disabledAt` where there is none, and `reason`. `enabled` clears all three.
 */
export interface EndpointMark {
  readonly as: 'succeeded' | 'failed' | 'disabled' | 'enabled'
  readonly at: number
  /** For `failed` and `disabled`. */
  readonly reason?: string
}

/** How many deliveries a worker wants, and for how long. */
export interface DeliveryClaim {
  readonly limit: number
  readonly leaseMs: number
  readonly now: number
}

/** A delivery that a worker has leased. */
export interface ClaimedDelivery {
  readonly event: EventRecord
  /** Which attempt this is, from 1. */
  readonly attempt: number
  /** When the first attempt was claimed. */
  readonly firstAttemptAt: number
}

/** The outcome of an attempt. */
export interface FailedDelivery {
  readonly eventId: string
  /** The user of the event. */
  readonly userId?: string
  /** As it was claimed. */
  readonly attempt: number
  readonly at: number
  /** When it is due again; `never` makes it a dead letter. */
  readonly until: number | 'never'
  readonly reason: string
}

/** A delivery as it is stored. */
export interface DeliveryRecord extends EndpointTarget {
  readonly event: EventRecord
  /** How often it was claimed. */
  readonly attempts: number
  readonly firstAttemptAt?: number
  /** When it is due, or its lease ends. */
  readonly dueAt: number
  /** Why the last attempt failed. */
  readonly reason?: string
  /** Of a dead letter: when it was given up. */
  readonly deadAt?: number
}

/** One page of an endpoint's deliveries. */
export interface DeliveryPageQuery extends EndpointTarget {
  /** Whether dead letters are wanted, or what is not dead. */
  readonly dead: boolean
  /** The `next` of the page before; left out or empty for the first. */
  readonly after?: string
  /** A whole number from 1 to 1000; another limit is refused by a rejection. */
  readonly limit: number
}

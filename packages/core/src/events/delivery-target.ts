import type { PasskeyEvent } from './event-data.js'

/** What is known of one attempt to deliver an event. */
export interface DeliveryAttempt {
  /** 1 for the first. */
  readonly attempt: number
  /** Aborted when the attempt has taken too long and counts as failed. */
  readonly signal: AbortSignal
  /** Epoch milliseconds. */
  readonly now: number
}

/**
 * Receives one event. The event has arrived when it returns; what it throws is a failed attempt, and the event comes
 * again later. An event can come twice: compare its `id` with those you have seen.
 */
export type DeliverFunction = (event: PasskeyEvent, attempt: DeliveryAttempt) => unknown

/** What became of an attempt. Of a `reason` the first 255 characters are stored. */
export type DeliveryResult =
  | { readonly result: 'delivered' }
  /** `notBefore` is the earliest time of the next attempt, epoch milliseconds. */
  | { readonly result: 'failed'; readonly reason: string; readonly notBefore?: number }
  /** The receiver wants no more events, until an admin enables the endpoint. */
  | { readonly result: 'disabled'; readonly reason: string }

/** Where events go, under an id that stays the same in every process and every release. */
export interface DeliveryEndpoint {
  /** 1 to 64 characters of `A-Z a-z 0-9 _ -`. */
  readonly id: string
  /** Tries once. What it throws is a failed attempt. */
  readonly deliver: (event: PasskeyEvent, attempt: DeliveryAttempt) => Promise<DeliveryResult>
}

/** A function of your app, or endpoints, such as `webhooks()` makes them. */
export type DeliveryTarget = DeliverFunction | DeliveryEndpoint

/** The endpoint of the function that `events.deliver` is given. */
const ofFunction = 'app'

const idForm = /^[\w-]{1,64}$/

/**
 * The endpoints that the targets stand for, each id once.
 *
 * @throws {TypeError} for anything else.
 */
export function parseDeliveryTargets(to: unknown): readonly DeliveryEndpoint[] {
  const endpoints = [to].flat().map(toEndpoint)
  if (endpoints.length === 0) throw new TypeError('events.deliver: `to` is an empty array; it must name a target.')
  const ids = endpoints.map(({ id }) => id)
  if (new Set(ids).size < ids.length) {
    throw new TypeError('events.deliver: two targets of `to` have one id; only one can be a function.')
  }
  return endpoints
}

function toEndpoint(target: unknown): DeliveryEndpoint {
  if (isFunction(target)) return { id: ofFunction, deliver: (event, attempt) => callFunction(target, event, attempt) }
  if (isEndpoint(target)) return target
  throw new TypeError('events.deliver: `to` must be a function, the result of webhooks(), or an array of these.')
}

function isFunction(target: unknown): target is DeliverFunction {
  return typeof target === 'function'
}

function isEndpoint(target: unknown): target is DeliveryEndpoint {
  if (typeof target !== 'object' || target === null || !('id' in target && 'deliver' in target)) return false
  return typeof target.id === 'string' && idForm.test(target.id) && typeof target.deliver === 'function'
}

async function callFunction(
  deliver: DeliverFunction,
  event: PasskeyEvent,
  attempt: DeliveryAttempt,
): Promise<DeliveryResult> {
  try {
    await deliver(event, attempt)
    return { result: 'delivered' }
  } catch {
    return { result: 'failed', reason: 'function_rejected' }
  }
}

/** The characters of a reason that are stored, so that the receiver does not decide how large a delivery is. */
const longestReason = 255

/** NUL, and a surrogate without its partner: a database would change them. */
const changedByDatabases = /[\0\p{Surrogate}]/gu

/**
 * What an endpoint of your app returned, with a reason that can be stored.
 *
 * @throws {TypeError} if it is not a result: the attempt has failed.
 */
export function parseDeliveryResult(given: unknown): DeliveryResult {
  const { result, reason, notBefore } = Object(given) as Readonly<Record<string, unknown>>
  if (result === 'delivered') return { result }
  if ((result !== 'failed' && result !== 'disabled') || typeof reason !== 'string') {
    throw new TypeError('An endpoint returned something other than a result.')
  }
  const told = { reason: storableReason(reason) }
  if (result === 'disabled') return { result, ...told }
  return { result, ...told, ...(Number.isSafeInteger(notBefore) && { notBefore: Number(notBefore) }) }
}

function storableReason(reason: string): string {
  const characters = [...reason.slice(0, 2 * longestReason)].slice(0, longestReason)
  return characters.join('').replace(changedByDatabases, '\ufffd')
}

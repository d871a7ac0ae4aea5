import { PasskeyError } from '../errors.js'

/** The largest instant that fits the digits of an event id: the year 10889. */
const lastInstant = 2 ** 48 - 1

/**
 * An instant, as a caller passed it.
 *
 * @throws {PasskeyError} `malformed` unless it is a whole number of epoch milliseconds; the cause names the member.
 */
export function parseInstant(value: unknown, name: string): number {
  const issue = instantIssue(value) ?? (Number.isInteger(value) ? undefined : 'must be a whole number.')
  if (issue) throw new PasskeyError('malformed', { cause: new TypeError(`${name} ${issue}`) })
  return Number(value)
}

/** The issue of an instant: what to write instead; undefined if it is valid. */
export function instantIssue(value: unknown): string | undefined {
  if (value instanceof Date) return 'is a Date; give its getTime().'
  const isInstant = typeof value === 'number' && value >= 0 && value <= lastInstant
  return isInstant ? undefined : 'must be epoch milliseconds, such as Date.now().'
}

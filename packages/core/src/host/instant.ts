import { PasskeyError } from '../errors.js'

/** As many as the time in an event's id has digits for: the year 10889. */
const lastInstant = 2 ** 48 - 1

/**
 * An instant that a caller named.
 *
 * @throws {PasskeyError} `malformed` unless it is a whole number of epoch milliseconds; the cause names the member.
 */
export function parseInstant(value: unknown, name: string): number {
  const issue = instantIssue(value) ?? (Number.isInteger(value) ? undefined : 'must be a whole number.')
  if (issue) throw new PasskeyError('malformed', { cause: new TypeError(`${name} ${issue}`) })
  return Number(value)
}

/** What is wrong with an instant, and what to write instead; undefined when nothing is. */
export function instantIssue(value: unknown): string | undefined {
  if (value instanceof Date) return 'is a Date; give its getTime().'
  const isInstant = typeof value === 'number' && value >= 0 && value <= lastInstant
  return isInstant ? undefined : 'must be epoch milliseconds, such as Date.now().'
}

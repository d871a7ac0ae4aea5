import { PasskeyError } from '../errors.js'

/** As many as the time in an event's id has digits for: the year 10889. */
const lastInstant = 2 ** 48 - 1

/**
 * An instant as a caller named one.
 *
 * @throws {PasskeyError} `malformed` for what is no whole number of epoch milliseconds.
 */
export function parseInstant(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > lastInstant) {
    throw new PasskeyError('malformed')
  }
  return value
}

import { toHexadecimal } from '../webauthn/parse/hexadecimal.js'

/** Makes the id of the next event. */
export type NextEventId = (at: number) => string

const timeDigits = 12
const mostInOneMillisecond = 0x10000

/**
 * Ids that sort in creation order within this process, even if its clock moves backwards, and by time between
 * processes.
 */
export function createEventIds(randomBytes: (length: number) => Uint8Array): NextEventId {
  let lastAt = 0
  let count = 0
  return (at) => {
    count = at > lastAt ? 0 : (count + 1) % mostInOneMillisecond
    lastAt = Math.max(at, lastAt)
    return digitsOf(lastAt) + count.toString(16).padStart(4, '0') + toHexadecimal(randomBytes(8))
  }
}

/** Less than every id of this instant and later, greater than every earlier one. */
export function firstEventId(at: number): string {
  return digitsOf(at)
}

/** The instant in an id. */
export function timeOfEventId(id: string): number {
  return Number.parseInt(id.slice(0, timeDigits), 16)
}

function digitsOf(at: number): string {
  return at.toString(16).padStart(timeDigits, '0')
}

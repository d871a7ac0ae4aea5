import { toHexadecimal } from '../parse/hexadecimal.js'

/** Makes the id of the next event. */
export type NextEventId = (at: number) => string

const mostInOneMillisecond = 0x10000

/** Ids that sort in the order in which this process made them, and by time between processes. */
export function createEventIds(randomBytes: (length: number) => Uint8Array): NextEventId {
  let lastAt = 0
  let count = 0
  return (at) => {
    count = at === lastAt ? (count + 1) % mostInOneMillisecond : 0
    lastAt = at
    const time = at.toString(16).padStart(12, '0')
    return time + count.toString(16).padStart(4, '0') + toHexadecimal(randomBytes(8))
  }
}

import { toHexadecimal } from '../parse/hexadecimal.js'

/** Makes the id of the next event. */
export type NextEventId = (at: number) => string

const mostInOneMillisecond = 0x10000

/** Ids that sort in the order in which this process made them, also when its clock goes back, and by time between processes. */
export function createEventIds(randomBytes: (length: number) => Uint8Array): NextEventId {
  let lastAt = 0
  let count = 0
  return (at) => {
    count = at > lastAt ? 0 : (count + 1) % mostInOneMillisecond
    lastAt = Math.max(at, lastAt)
    const time = lastAt.toString(16).padStart(12, '0')
    return time + count.toString(16).padStart(4, '0') + toHexadecimal(randomBytes(8))
  }
}

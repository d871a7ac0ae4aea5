import { PasskeyError } from '../errors.js'

const longest = 255

/**
 * A user's id as a caller named one.
 *
 * @throws {PasskeyError} `malformed` for what is no id of the host's.
 */
export function parseUserId(value: unknown): string {
  if (isHostId(value)) return value
  throw new PasskeyError('malformed', { cause: new TypeError('userId must be a string of 1 to 255 characters.') })
}

/** Whether it is an id that every store can keep as it is: 1 to 255 characters, which are code points. */
export function isHostId(value: unknown): value is string {
  if (typeof value !== 'string' || value === '' || value.length > 2 * longest) return false
  return [...value].length <= longest && value.isWellFormed() && !value.includes('\0')
}

/**
 * The id that a function of the host returned.
 *
 * @throws {TypeError} for what no store can store as it is.
 */
export function assertHostId(value: unknown, from: 'newUserId'): string {
  if (isHostId(value)) return value
  throw new TypeError(`host.${from} must return an id of 1 to 255 characters, without NUL and lone surrogates.`)
}

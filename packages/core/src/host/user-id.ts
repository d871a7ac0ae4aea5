import { PasskeyError } from '../errors.js'

const longest = 255

/**
 * A user id, as a caller passed it.
 *
 * @throws {PasskeyError} `malformed` if it is not a valid user id.
 */
export function parseUserId(value: unknown): string {
  if (isHostId(value)) return value
  throw new PasskeyError('malformed', { cause: new TypeError('userId must be a string of 1 to 255 characters.') })
}

/** Is this an id that every store can hold? It has 1 to 255 characters, counted as code points. */
export function isHostId(value: unknown): value is string {
  if (typeof value !== 'string' || value === '' || value.length > 2 * longest) return false
  return [...value].length <= longest && value.isWellFormed() && !value.includes('\0')
}

/**
 * The id that a host function returned.
 *
 * @throws {TypeError} if a store cannot hold it unchanged.
 */
export function assertHostId(value: unknown, from: 'newUserId'): string {
  if (isHostId(value)) return value
  throw new TypeError(`host.${from} must return an id of 1 to 255 characters, without NUL and lone surrogates.`)
}

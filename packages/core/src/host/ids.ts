import { PasskeyError } from '../errors.js'
import { canonicalText } from '../webauthn/parse/canonical-text.js'

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

/**
 * An organization id, as a caller passed it, or undefined.
 *
 * @throws {PasskeyError} `malformed` unless it is text of 1 to 255 characters.
 */
export function parseOrganizationId(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (isHostId(value)) return value
  throw new PasskeyError('malformed', { cause: new TypeError('organizationId must be text of 1 to 255 characters.') })
}

/**
 * A group id, as a caller passed it, or undefined.
 *
 * @throws {PasskeyError} `malformed` unless it is text of 1 to 255 characters.
 */
export function parseGroupId(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (isHostId(value)) return value
  throw new PasskeyError('malformed', { cause: new TypeError('groupId must be text of 1 to 255 characters.') })
}

/**
 * Group ids, as a caller passed them.
 *
 * @throws {PasskeyError} `malformed` unless each is text of 1 to 255 characters.
 */
export function parseGroupIds(value: unknown): readonly string[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value) && value.every(isHostId)) return value
  throw new PasskeyError('malformed', { cause: new TypeError('groups must be an array of ids.') })
}

const longestIdentifier = 320

/**
 * An identifier that a user typed, in canonical form: trimmed, NFC, the domain of an e-mail address in lower case. Your
 * app decides whether the rest is case-sensitive.
 *
 * @throws {PasskeyError} `malformed` unless it has 1 to 320 characters, none of them a control character.
 */
export function parseIdentifier(value: unknown): string {
  const identifier = canonicalIdentifier(value)
  if (identifier === undefined)
    throw new PasskeyError('malformed', { cause: new TypeError('identifier must be text of 1 to 320 characters.') })
  return identifier
}

/** The same, but undefined instead of an error. */
export function canonicalIdentifier(value: unknown): string | undefined {
  const identifier = canonicalText(value, longestIdentifier)
  if (identifier === undefined) return undefined
  const at = identifier.lastIndexOf('@')
  return at < 0 ? identifier : identifier.slice(0, at) + identifier.slice(at).toLowerCase()
}

import { PasskeyError } from '../errors.js'
import { isHostId } from './user-id.js'

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

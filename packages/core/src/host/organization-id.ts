import { PasskeyError } from '../errors.js'
import { isHostId } from './user-id.js'

/**
 * An organisation's id as a caller named one, or undefined.
 *
 * @throws {PasskeyError} `malformed` for what is no text of 1 to 255 characters.
 */
export function parseOrganizationId(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (!isHostId(value)) throw new PasskeyError('malformed')
  return value
}

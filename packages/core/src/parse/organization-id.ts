import { PasskeyError } from '../errors.js'

const longest = 255

/**
 * An organisation's id as a caller named one, or undefined.
 *
 * @throws {PasskeyError} `malformed` for what is no text of 1 to 255 characters.
 */
export function parseOrganizationId(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  const isId =
    typeof value === 'string' &&
    value !== '' &&
    value.length <= 2 * longest &&
    [...value].length <= longest &&
    value.isWellFormed()
  if (!isId || value.includes('\0')) throw new PasskeyError('malformed')
  return value
}

import { PasskeyError } from '../../errors.js'
import type { ClientData } from '../parse/client-data.js'

/**
 * The origin is exactly one of those configured. Never a suffix, never a parsed or normalised URL: what an attacker
 * writes is only ever compared.
 *
 * @throws {PasskeyError} `origin_mismatch`
 */
export function checkOrigin(clientData: ClientData, origins: readonly string[]): void {
  // A string has `includes` as well, and finds parts of itself.
  if (!Array.isArray(origins)) throw new TypeError('expected.origins must be an array of origins.')
  if (!origins.includes(clientData.origin)) throw new PasskeyError('origin_mismatch')
}

import { PasskeyError } from '../../errors.js'
import type { ClientData } from '../parse/client-data.js'

/**
 * The origin is exactly one of the configured origins. It is never parsed, normalized or compared as a suffix, because
 * an attacker may control it.
 *
 * @throws {PasskeyError} `origin_mismatch`
 */
export function checkOrigin(clientData: ClientData, origins: readonly string[]): void {
  // A string also has `includes`, which would find substrings.
  if (!Array.isArray(origins)) throw new TypeError('expected.origins must be an array of origins.')
  if (!origins.includes(clientData.origin)) throw new PasskeyError('origin_mismatch')
}

import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'

/**
 * The host has said that admins may register passkeys for users.
 *
 * @throws {PasskeyError} `forbidden`
 */
export function checkAdminsMayEnroll({ adminsMayEnroll }: Settings): void {
  if (!adminsMayEnroll) throw new PasskeyError('forbidden')
}

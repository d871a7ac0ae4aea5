import { PasskeyError } from '../../errors.js'
import type { AuthenticatorData } from '../parse/authenticator-data.js'

/**
 * What is backed up can be backed up.
 *
 * @throws {PasskeyError} `backup_flags_invalid`
 */
export function checkBackupFlags(authenticatorData: Pick<AuthenticatorData, 'backupEligible' | 'backedUp'>): void {
  if (authenticatorData.backedUp && !authenticatorData.backupEligible) throw new PasskeyError('backup_flags_invalid')
}

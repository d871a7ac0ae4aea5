import { PasskeyError } from '../../errors.js'
import type { AuthenticatorData } from '../parse/authenticator-data.js'

/**
 * A backed-up credential is backup eligible.
 *
 * @throws {PasskeyError} `backup_flags_invalid`
 */
export function checkBackupFlags(authenticatorData: Pick<AuthenticatorData, 'backupEligible' | 'backedUp'>): void {
  if (authenticatorData.backedUp && !authenticatorData.backupEligible) throw new PasskeyError('backup_flags_invalid')
}

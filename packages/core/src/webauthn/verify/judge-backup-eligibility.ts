/** The result of `judgeBackupEligibility`. */
export type BackupEligibilityVerdict = 'same' | 'changed' | 'unknown'

/**
 * Decides whether backup eligibility (BE) is unchanged: it is fixed when a credential is created. `unknown` if the
 * credential was stored before BE was recorded. The policy decides what a change means.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-credential-backup
 */
export function judgeBackupEligibility(stored: boolean | undefined, answered: boolean): BackupEligibilityVerdict {
  if (stored === undefined) return 'unknown'
  return stored === answered ? 'same' : 'changed'
}

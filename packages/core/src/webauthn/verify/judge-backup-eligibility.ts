/** Whether BE is what it was: see `judgeBackupEligibility`. */
export type BackupEligibilityVerdict = 'same' | 'changed' | 'unknown'

/**
 * Decides whether the credential is still backup eligible, or still not: BE is fixed when a credential is made.
 * `unknown` where it was stored before BE was recorded. What follows from a change is the policy's.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-credential-backup
 */
export function judgeBackupEligibility(stored: boolean | undefined, answered: boolean): BackupEligibilityVerdict {
  if (stored === undefined) return 'unknown'
  return stored === answered ? 'same' : 'changed'
}

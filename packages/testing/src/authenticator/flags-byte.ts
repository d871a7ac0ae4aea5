import { authenticatorFlags } from './authenticator-data.js'

/** The flags of an honest response. */
export interface FlagsInput {
  readonly userPresent: boolean
  readonly userVerified: boolean
  /** Backup eligible and backed up. */
  readonly synced: boolean
}

/** The flags byte. */
export function flagsByte({ userPresent, userVerified, synced }: FlagsInput): number {
  return (
    (userPresent ? authenticatorFlags.userPresent : 0) |
    (userVerified ? authenticatorFlags.userVerified : 0) |
    (synced ? authenticatorFlags.backupEligible | authenticatorFlags.backedUp : 0)
  )
}

import type {
  AttestationConveyance,
  AuthenticatorAttachment,
  Challenge,
  UserHandle,
  UserVerificationRequirement,
} from '@latchkey/wire'

/** What every ceremony remembers between begin and finish. Instants are epoch milliseconds. */
interface CeremonyCommon {
  /** 128 random bits, base64url: what is spent. */
  readonly id: string
  readonly challenge: Challenge
  readonly organizationId?: string
  readonly userVerification: UserVerificationRequirement
  readonly issuedAt: number
  readonly expiresAt: number
  /** Digest of the binding, or `unbound`. */
  readonly binding: string
}

export interface SignInCeremony extends CeremonyCommon {
  /**
   * Where an identifier was given: the SHA-256 of the user id that the passkey must belong to. A digest, so that an
   * envelope for nobody is as long as one for somebody.
   */
  readonly ownerDigest?: string
}

export interface EnrollCeremony extends CeremonyCommon {
  readonly userId: string
  readonly userHandle: UserHandle
  /** 0 when there was no account. */
  readonly accountVersion: number
  /** What was offered; another algorithm is not accepted. */
  readonly algorithms: readonly number[]
  /** What the authenticator was asked to say about itself; only that is judged. */
  readonly attestation: AttestationConveyance
  /** Whether the passkey had to work without a user name. */
  readonly discoverable: boolean
  /** Where the authenticator had to be; absent: anywhere. */
  readonly attachment?: AuthenticatorAttachment
}

/** The account comes into being at finish: `userId` and `userHandle` are the new user's, and `accountVersion` is 0. */
export interface SignUpCeremony extends EnrollCeremony {
  /** As it was accepted at begin; read again at finish. */
  readonly profile: Readonly<Record<string, unknown>>
}

/** A passkey that an admin registers for a user. */
export interface AdminEnrollCeremony extends EnrollCeremony {
  /** The admin who began it. */
  readonly enrolledBy: string
}

/** Each purpose and its ceremony. An envelope of one purpose does not open for another. */
export interface Ceremonies {
  readonly 'sign-in': SignInCeremony
  readonly enroll: EnrollCeremony
  readonly 'sign-up': SignUpCeremony
  readonly 'admin-enroll': AdminEnrollCeremony
}

export type Purpose = keyof Ceremonies

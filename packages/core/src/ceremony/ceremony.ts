import type {
  AttestationConveyance,
  AuthenticatorAttachment,
  Challenge,
  UserHandle,
  UserVerificationRequirement,
} from '@latchkey/wire'

/** The sealed state of every ceremony between begin and finish. Instants are epoch milliseconds. */
interface CeremonyCommon {
  /** 128 random bits, base64url. The store marks this id as spent. */
  readonly id: string
  readonly challenge: Challenge
  readonly organizationId?: string
  readonly userVerification: UserVerificationRequirement
  readonly issuedAt: number
  readonly expiresAt: number
  /** Digest of the binding, or `unbound`. */
  readonly binding: string
}

/** A ceremony that a passkey answers which the user already has. */
export interface AssertionCeremony extends CeremonyCommon {
  /**
   * If the user is known: the SHA-256 of the user id that must own the passkey. A digest, so that the envelope of a
   * sign-in has the same length for an unknown user.
   */
  readonly ownerDigest?: string
  /** The version that the account must still have. Absent: the one that it has at finish. */
  readonly accountVersion?: number
}

export type SignInCeremony = AssertionCeremony

/** A signed-in user answers with one of the user's own passkeys. */
export interface OwnCeremony extends AssertionCeremony {
  readonly userId: string
  readonly ownerDigest: string
  readonly accountVersion: number
}

export interface StepUpCeremony extends OwnCeremony {
  /** How long the result is valid, in seconds. */
  readonly maxAge: number
}

export interface EnrollCeremony extends CeremonyCommon {
  readonly userId: string
  readonly userHandle: UserHandle
  /** 0 if there was no account. */
  readonly accountVersion: number
  /** The offered algorithms. The response must use one of them. */
  readonly algorithms: readonly number[]
  /** The requested attestation conveyance. Only a requested statement is evaluated. */
  readonly attestation: AttestationConveyance
  /** Whether the passkey had to be discoverable. */
  readonly discoverable: boolean
  /** The required attachment. Absent: any. */
  readonly attachment?: AuthenticatorAttachment
  /** The only organization where the passkey will work; absent: it works at all of the user's. */
  readonly boundTo?: string
  /** The authority of the ceremony, in place of a session. */
  readonly code?: RedeemedCode
}

/** A code that a user redeemed. The passkey that it leads to consumes it. */
export interface RedeemedCode {
  readonly id: string
  readonly expiresAt: number
  /** The admin who created it. */
  readonly createdBy?: string
}

/** A finish creates the account: `userId` and `userHandle` belong to the new user, and `accountVersion` is 0. */
export interface SignUpCeremony extends EnrollCeremony {
  /** The profile as accepted at begin. The finish parses it again. */
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
  readonly 'second-factor': OwnCeremony
  readonly 'step-up': StepUpCeremony
  /** Its challenge contains the digest of the payload. */
  readonly confirm: OwnCeremony
  readonly enroll: EnrollCeremony
  readonly 'sign-up': SignUpCeremony
  readonly 'admin-enroll': AdminEnrollCeremony
}

export type Purpose = keyof Ceremonies

/** The purposes that an existing passkey answers. */
export type AssertionPurpose = 'sign-in' | OwnPurpose

export type OwnPurpose = 'second-factor' | 'step-up' | 'confirm'

import type { Spend } from '@latchkey/storage'
import {
  type AttestationConveyance,
  type AuthenticatorAttachment,
  type Challenge,
  encodeBase64url,
  type UserHandle,
  type UserVerificationRequirement,
} from '@latchkey/wire'
import { platform } from '#platform'
import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'

/**
 * Pass this instead of a binding to let any browser finish the ceremony. An attacker who tricks a user into finishing
 * the attacker's ceremony can then sign that user in to the attacker's account, or add a passkey of the attacker's.
 */
export const unsafelyUnbound: unique symbol = Symbol('unsafelyUnbound')

/** A secret that only this browser has, such as the value of a cookie. Pass the same value at begin and at finish. */
export type Binding = string | typeof unsafelyUnbound | NativeBinding

/**
 * The binding of a ceremony in a native app: a secret that the server has made and that only this app has. The ceremony
 * finishes only in a native app, and only there the origins of native apps are accepted.
 */
export interface NativeBinding {
  readonly native: string
}

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
  /** Where it was begun, and so where it may finish. Absent: not in a native app. */
  readonly channel?: 'native'
}

/** A ceremony in which a user responds with an existing passkey. */
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

/** A ceremony in which a signed-in user responds with one of the user's own passkeys. */
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
  /** The only organization where the passkey will work; absent: it works at all organizations of its user. */
  readonly boundTo?: string
  /** The passkey may be created silently: user presence and user verification are waived, and nothing else. */
  readonly silent?: true
  /** The authority of the ceremony, in place of a session. */
  readonly code?: RedeemedCode
  /** The one-time code that the user has typed. */
  readonly otp?: VerifiedOtp
  /** The profile of an invited user who does not exist yet. The finish parses it again, and creates the user. */
  readonly profile?: Readonly<Record<string, unknown>>
}

/** A one-time code that was right. The passkey that is created with it consumes it. */
export interface VerifiedOtp {
  readonly id: string
  readonly expiresAt: number
  /** When it was requested first: the sign-in had to be recent then. */
  readonly requestedAt: number
}

/** A code that a user redeemed. The passkey that is created with it consumes it. */
export interface RedeemedCode {
  readonly id: string
  readonly purpose: 'invitation' | 'recovery'
  readonly expiresAt: number
  /** The admin who created it. */
  readonly createdBy?: string
}

/** A finish creates the account: `userId` and `userHandle` belong to the new user, and `accountVersion` is 0. */
export interface SignUpCeremony extends EnrollCeremony {
  /** The profile as accepted at begin. The finish parses it again. Absent: the finish is given it. */
  readonly profile?: Readonly<Record<string, unknown>>
}

/** A passkey that an admin registers for a user. */
export interface AdminEnrollCeremony extends EnrollCeremony {
  /** The admin who began it. */
  readonly enrolledBy: string
}

/**
 * The ceremonies that need an existing passkey, one row each. The flows of begin and finish, the events and the adoption
 * figures read it. `Ceremonies` has what is sealed, where that is more than `OwnCeremony`.
 */
export const assertionCeremonies = {
  'sign-in': { signsIn: true },
  'second-factor': { signsIn: true, session: 'partial', userVerification: 'by-policy' },
  'step-up': { signsIn: false, session: 'full', userVerification: 'required' },
  confirm: { signsIn: false, session: 'full', userVerification: 'required' },
} as const satisfies Readonly<Record<string, AssertionRow | OwnRow>>

interface AssertionRow {
  /** Whether the finish leads to a session: its use counts as a sign-in, its refusal as a failed one. */
  readonly signsIn: boolean
}

/** A row for a user who is known by a session: only that user's own passkeys are accepted. */
interface OwnRow extends AssertionRow {
  /** `partial`: a factor is still missing, and the policy must allow passkeys as the second. */
  readonly session: 'partial' | 'full'
  readonly userVerification: 'required' | 'by-policy'
}

/** Each purpose and its ceremony. An envelope of one purpose does not open for another. */
export interface Ceremonies extends Readonly<Record<OwnPurpose, OwnCeremony>> {
  readonly 'sign-in': SignInCeremony
  readonly 'step-up': StepUpCeremony
  readonly enroll: EnrollCeremony
  readonly 'sign-up': SignUpCeremony
  readonly 'admin-enroll': AdminEnrollCeremony
}

/** What a ceremony is for. */
export type Purpose = keyof Ceremonies

const everyPurpose = {
  'sign-in': true,
  enroll: true,
  'sign-up': true,
  'second-factor': true,
  'step-up': true,
  confirm: true,
  'admin-enroll': true,
} as const satisfies Readonly<Record<Purpose, true>>

/** Every purpose, the most frequent first. */
export const purposes = Object.keys(everyPurpose) as readonly Purpose[]

/** What a passkey was used for. */
export type AssertionPurpose = keyof typeof assertionCeremonies

export type OwnPurpose = Exclude<AssertionPurpose, 'sign-in'>

/** Whether a use for this purpose is a sign-in. An event may name a purpose that a later version added. */
export function isSignIn(purpose: unknown): boolean {
  return Object.entries(assertionCeremonies).some(([name, { signsIn }]) => name === purpose && signsIn)
}

/** What every ceremony begins with. */
export type Begun = Pick<CeremonyCommon, 'id' | 'challenge' | 'issuedAt' | 'expiresAt' | 'binding' | 'channel'>

/** Whether this is the binding of a native app. */
export function isNative(binding: unknown): binding is NativeBinding {
  return typeof binding === 'object' && binding !== null && 'native' in binding
}

/** The origins that may answer a ceremony: those of where it was begun. */
export function originsFor(
  { channel }: Pick<CeremonyCommon, 'channel'>,
  { ceremonyOrigins, nativeOrigins }: Pick<Settings, 'ceremonyOrigins' | 'nativeOrigins'>,
): readonly string[] {
  return channel === 'native' ? nativeOrigins : ceremonyOrigins
}

/**
 * The sealed form of a binding: its digest, or `unbound`.
 *
 * @throws {TypeError} unless the binding is a non-empty string or `unsafelyUnbound`.
 */
export async function digestBinding(binding: Binding): Promise<string> {
  if (binding === unsafelyUnbound) return 'unbound'
  const secret = isNative(binding) ? binding.native : binding
  if (typeof secret !== 'string' || secret === '') {
    throw new TypeError('binding is missing; pass a secret that only this browser has, or unsafelyUnbound.')
  }
  return encodeBase64url(await platform.sha256(isNative(binding) ? JSON.stringify(['native', secret]) : secret))
}

/**
 * The ceremony is no older than today's policy allows. The sealed expiry, set at begin, applies too.
 *
 * @throws {PasskeyError} `ceremony_expired`
 */
export function checkAge(
  { issuedAt }: { readonly issuedAt: number },
  { ceremonySeconds }: EffectivePolicy,
  now: number,
): void {
  if (issuedAt + ceremonySeconds * 1000 <= now) throw new PasskeyError('ceremony_expired')
}

/**
 * How long a spent ceremony stays stored after it expires. A store deletes it 24 hours later, by the clock of the
 * process that sweeps. Even a clock that is days ahead must not let a ceremony finish twice.
 */
const clockMarginMs = 6 * 24 * 60 * 60 * 1000

/** The entry that a finish stores so that the ceremony cannot finish again. */
export function spendOf({ id, expiresAt }: { readonly id: string; readonly expiresAt: number }): Spend {
  return { id, expiresAt: expiresAt + clockMarginMs }
}

/** The `ownerDigest` of a user id: always 43 characters, so that the length reveals nothing. */
export async function digestUserId(userId: string): Promise<string> {
  return encodeBase64url(await platform.sha256(userId))
}

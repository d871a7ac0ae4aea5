import type { PublicKeyCredentialHint, UserVerificationRequirement } from '@latchkey/wire'

/**
 * The policy that holds: every layer resolved, nothing optional, frozen. The same object asks and verifies.
 * Durations are seconds.
 */
export interface EffectivePolicy {
  /**
   * `off`: no sign-in, no prompt, no management, by any route; passkeys are kept and work again when it is lifted.
   * `optional`: users may. `mandatory`: users must, and are asked until they do.
   */
  readonly mode: 'off' | 'optional' | 'mandatory'
  /**
   * `smart`: discoverable passkeys, no user name. `classic`: the user name first. `both`: as the page likes.
   * It decides how users sign in and whether a new passkey must be discoverable.
   */
  readonly flow: 'smart' | 'classic' | 'both'
  /** What a passkey is good for: signing in, as the second factor after something else, or both. */
  readonly use: 'first-factor' | 'second-factor' | 'both'
  /** Whether a sign-in page names passkeys before the other methods. */
  readonly preferred: boolean
  /** Whether a new account may start with a passkey. */
  readonly signUp: boolean
  /** How the sign-in page offers passkeys. */
  readonly signInUi: 'button' | 'autofill' | 'both'
  /** Whether the authenticator must verify its user, by PIN or biometrics. */
  readonly userVerification: {
    readonly enroll: UserVerificationRequirement
    readonly signIn: UserVerificationRequirement
  }
  /** Whether a sign-in by passkey counts as multi-factor. */
  readonly satisfiesMfa: 'never' | 'when-user-verified' | 'when-attested'
  /** What an authenticator is asked to say about itself when it makes a passkey. */
  readonly attestation: 'none' | 'indirect' | 'direct' | 'enterprise'
  /** What becomes of what it says. It must hold in any case, where `attestation` asks for it. */
  readonly trust: {
    /** Whether its certificates must lead to one of `roots`; without a root that refuses every authenticator. */
    readonly require: boolean
    /**
     * The certificates that are trusted: roots, some in between, or those of authenticators; or `mds`, what the FIDO
     * Metadata Service says of each model, as the host hands it in.
     */
    readonly roots: readonly string[] | 'mds'
  }
  /**
   * Models of authenticators, by AAGUID. Without attestation the AAGUID is a claim: an allow list holds only where
   * `trust.require` is on, or where claims are accepted by `unproven`.
   */
  readonly authenticators: {
    /** Only these models. */
    readonly allow: readonly string[] | 'any'
    /** None of these models. */
    readonly deny: readonly string[]
    /** Those that do not say what they are: an AAGUID of zeros. */
    readonly unknown: 'allow' | 'deny'
    /** Whether an allow list believes an AAGUID that nobody vouches for. */
    readonly unproven: 'accept' | 'refuse'
    /** When `authenticators` and `kinds` are judged: as a passkey is made, or at each sign-in as well. */
    readonly at: 'enroll' | 'enroll-and-sign-in'
  }
  /** Which kinds of passkeys: synced between devices by a provider, bound to one device. */
  readonly kinds: { readonly synced: boolean; readonly deviceBound: boolean }
  /** Where the authenticator is: in the device itself, or roaming. Judged as a passkey is made. */
  readonly attachment: 'any' | 'platform' | 'cross-platform'
  /** What the browser should offer first, the likeliest first; browsers may ignore it. */
  readonly hints: readonly PublicKeyCredentialHint[]
  /**
   * COSE numbers of the signature algorithms that are offered to new passkeys, the preferred first. A passkey that
   * there is already stays usable whatever is offered now.
   */
  readonly algorithms: readonly number[]
  /** How many passkeys a user may have. */
  readonly limit: number
  /**
   * Whether users may remove their last usable passkey. Admins always may. Where passkeys are mandatory its default
   * is `never`. One that is not usable under the policy may always go, unless it is suspended.
   */
  readonly removeLast: 'never' | 'if-other-method' | 'allow'
  /** How recent a sign-in must be, in seconds, for each action; `none`: it need not be. */
  readonly recentAuthentication: {
    readonly enroll: number | 'none'
    readonly remove: number | 'none'
    readonly recoveryCodes: number | 'none'
    readonly rename: number | 'none'
  }
  /**
   * What the recent sign-in must have been made with to enroll another passkey. `strongest`: who has a usable passkey
   * or a second factor (`host.secondFactors`) must have used one of them.
   */
  readonly enrollWith: 'recent' | 'strongest'
  /** Whether the host sends a code that must be typed before a passkey is made. */
  readonly verifyBeforeEnroll: 'none' | 'otp'
  /** When users are asked to make a passkey. */
  readonly prompt: {
    /** The sign-in methods after which they are asked. */
    readonly after: readonly PromptMethod[]
    readonly on: readonly PromptTrigger[]
    /** How often: `once` until a passkey is made, `always`, or again after so many days. */
    readonly every: 'once' | 'always' | { readonly days: number }
    /** Whether "Don't ask again" is offered. */
    readonly never: boolean
    /** Whether who signed in with another device's passkey is offered one on this device. */
    readonly local: boolean
    /** Whether who has only passkeys that need a user name is offered one that needs none. */
    readonly upgrade: boolean
  }
  /** What becomes of a user who must have a passkey on a device that cannot make one. */
  readonly unsupportedDevice: 'let-through' | 'blocked'
  /** Whether a password still signs in somebody who has a usable passkey. */
  readonly password: 'allowed' | 'refused-once-enrolled'
  /**
   * What follows from a sign count that did not advance: nothing, an event, a refusal, or a refusal and suspension.
   * `by-kind`: `reject` for a device-bound passkey, `flag` for one that may be copied by design.
   */
  readonly signCount: 'ignore' | 'flag' | 'by-kind' | 'reject' | 'suspend'
  /** What follows from a passkey whose backup eligibility has changed. */
  readonly backupEligibilityChange: 'accept' | 'flag' | 'reject'
  /** How long a ceremony may take. */
  readonly ceremonySeconds: number
  /**
   * What hides who exists: `decoys` answer a sign-in by identifier alike for anybody; `usernameless-only` looks no
   * identifier up at all.
   */
  readonly enumeration: 'decoys' | 'usernameless-only'
}

/** How a user signed in, as the host tells it. */
export type SignInMethod = PromptMethod | 'social' | 'enterprise' | 'passkey' | 'other'

/** The methods after which a prompt may come. */
export type PromptMethod = 'password' | 'username' | 'phone-otp' | 'email-otp' | 'magic-link'

export type PromptTrigger = 'sign-in' | 'sign-up'

/** A policy as a layer states it: any fields, and any members of a group. */
export type PartialPolicy = {
  readonly [Field in keyof EffectivePolicy]?: EffectivePolicy[Field] extends Group
    ? Partial<EffectivePolicy[Field]>
    : EffectivePolicy[Field]
}

/** The fields that are groups: their members are laid over each other one by one. */
type Group = EffectivePolicy[
  | 'userVerification'
  | 'trust'
  | 'authenticators'
  | 'kinds'
  | 'recentAuthentication'
  | 'prompt']

/**
 * Where a value comes from. `implied`: from another field, such as `removeLast` where passkeys are mandatory, or what
 * keeps the policy sound where layers have come to contradict each other.
 */
export type PolicyLayer = 'default' | 'implied' | 'code' | 'environment' | 'organization'

/** For each field, and each member of a group, the layer that its value comes from. */
export type PolicyProvenance = {
  readonly [Field in keyof EffectivePolicy]: EffectivePolicy[Field] extends Group
    ? { readonly [Member in keyof EffectivePolicy[Field]]: PolicyLayer }
    : PolicyLayer
}

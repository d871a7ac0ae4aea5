import type { UserVerificationRequirement } from '@latchkey/wire'

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
  /** How the sign-in page offers passkeys. */
  readonly signInUi: 'button' | 'autofill' | 'both'
  /** Whether the authenticator must verify its user, by PIN or biometrics. */
  readonly userVerification: {
    readonly enroll: UserVerificationRequirement
    readonly signIn: UserVerificationRequirement
  }
  /** Whether a sign-in by passkey counts as multi-factor. */
  readonly satisfiesMfa: 'never' | 'when-user-verified' | 'when-attested'
  /** COSE algorithm numbers, the preferred first. */
  readonly algorithms: readonly number[]
  /** How many passkeys a user may have. */
  readonly limit: number
  /** Whether users may remove their last usable passkey. Admins always may. Mandatory implies `never`. */
  readonly removeLast: 'never' | 'if-another-way-in' | 'allow'
  /** How recent a sign-in must be, in seconds, for each action; `none`: it need not be. */
  readonly recentAuthentication: {
    readonly enroll: number | 'none'
    readonly remove: number | 'none'
    readonly rename: number | 'none'
  }
  /** When users are asked to make a passkey. */
  readonly prompt: {
    /** The sign-in methods after which they are asked. */
    readonly after: readonly PromptMethod[]
    readonly on: readonly PromptOccasion[]
    /** How often: `once` until a passkey is made, `always`, or again after so many days. */
    readonly every: 'once' | 'always' | { readonly days: number }
    /** Whether "Don't ask again" is offered. */
    readonly never: boolean
  }
  /**
   * What follows from a sign count that did not advance: nothing, an event, a refusal, or a refusal and suspension.
   * `by-kind`: `reject` for a device-bound passkey, `flag` for one that may be copied by design.
   */
  readonly signCount: 'ignore' | 'flag' | 'by-kind' | 'reject' | 'suspend'
  /** What follows from a passkey whose backup eligibility has changed. */
  readonly backupEligibilityChange: 'accept' | 'flag' | 'reject'
  /** How long a ceremony may take. */
  readonly ceremonySeconds: number
}

/** How a user signed in, as the host tells it. */
export type SignInMethod = PromptMethod | 'social' | 'enterprise' | 'passkey' | 'other'

/** The methods after which a prompt may come. */
export type PromptMethod = 'password' | 'username' | 'phone-otp' | 'email-otp' | 'magic-link'

export type PromptOccasion = 'sign-in' | 'sign-up'

/** A policy as a layer states it: any fields, and any members of a group. */
export type PartialPolicy = {
  readonly [Field in keyof EffectivePolicy]?: EffectivePolicy[Field] extends Group
    ? Partial<EffectivePolicy[Field]>
    : EffectivePolicy[Field]
}

/** The fields that are groups: their members are laid over each other one by one. */
type Group = EffectivePolicy['userVerification' | 'recentAuthentication' | 'prompt']

/** Where a value comes from. */
export type PolicyLayer = 'default' | 'code' | 'environment' | 'organization'

/** For each field, and each member of a group, the layer that its value comes from. */
export type PolicyProvenance = {
  readonly [Field in keyof EffectivePolicy]: EffectivePolicy[Field] extends Group
    ? { readonly [Member in keyof EffectivePolicy[Field]]: PolicyLayer }
    : PolicyLayer
}

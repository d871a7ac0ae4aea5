import type { PublicKeyCredentialHint, UserVerificationRequirement } from '@latchkey/wire'

/**
 * The policy in effect: all layers resolved, no optional fields, frozen. The same object creates options and verifies
 * responses. Durations are seconds.
 */
export interface EffectivePolicy {
  /**
   * `off`: no sign-in, no prompt and no management, on any route. Passkeys stay stored and work again once this
   * changes. `optional`: users may have a passkey. `mandatory`: users must have one, and are prompted until they do.
   */
  readonly mode: 'off' | 'optional' | 'mandatory'
  /**
   * `smart`: discoverable passkeys, no user name. `classic`: the user name first. `both`: the page decides. This
   * determines how users sign in and whether a new passkey must be discoverable.
   */
  readonly flow: 'smart' | 'classic' | 'both'
  /** Use passkeys to sign in, as the second factor after another method, or both. */
  readonly use: 'first-factor' | 'second-factor' | 'both'
  /** Show passkeys before the other sign-in methods. */
  readonly preferred: boolean
  /** Allow new accounts that start with a passkey. */
  readonly signUp: boolean
  /** How the sign-in page offers passkeys. */
  readonly signInUi: 'button' | 'autofill' | 'both'
  /** Whether the authenticator must verify the user, by PIN or biometrics. */
  readonly userVerification: {
    readonly enroll: UserVerificationRequirement
    readonly signIn: UserVerificationRequirement
  }
  /** When a sign-in with a passkey counts as multi-factor. */
  readonly satisfiesMfa: 'never' | 'when-user-verified' | 'when-attested'
  /** The attestation conveyance that is requested at registration. */
  readonly attestation: 'none' | 'indirect' | 'direct' | 'enterprise'
  /** How attestation is evaluated. A statement that `attestation` requests must be valid in any case. */
  readonly trust: {
    /** The certificate chain must end at one of `roots`. Without roots, every authenticator is refused. */
    readonly require: boolean
    /**
     * The trusted certificates: roots, intermediates or authenticator certificates. `mds`: the certificates that the
     * FIDO Metadata Service lists for each model, read from the metadata that your app provides; or both.
     */
    readonly roots: readonly string[] | 'mds' | TrustRoots
  }
  /**
   * Authenticator models, by AAGUID. Without attestation an AAGUID is only a claim: an allow list works only with
   * `trust.require`, or if `unproven` accepts claims.
   */
  readonly authenticators: {
    /** Allow only these models. */
    readonly allow: readonly string[] | 'any'
    /** Refuse these models. */
    readonly deny: readonly string[]
    /** Whether to accept authenticators that do not report a model: their AAGUID is all zeros. */
    readonly unknown: 'allow' | 'deny'
    /** Whether an allow list accepts an AAGUID without attestation. */
    readonly unproven: 'accept' | 'refuse'
    /** When `authenticators` and `kinds` are checked: at enrollment only, or at each sign-in too. */
    readonly at: 'enroll' | 'enroll-and-sign-in'
  }
  /** The allowed kinds of passkeys: synced between devices by a provider, or bound to one device. */
  readonly kinds: { readonly synced: boolean; readonly deviceBound: boolean }
  /** The location of the authenticator: in the device itself, or roaming. Checked at registration. */
  readonly attachment: 'any' | 'platform' | 'cross-platform'
  /** The kinds of authenticators that the browser offers first, in this order. Browsers may ignore it. */
  readonly hints: readonly PublicKeyCredentialHint[]
  /**
   * COSE numbers of the signature algorithms for new passkeys, the preferred one first. Existing passkeys keep working
   * with any supported algorithm.
   */
  readonly algorithms: readonly number[]
  /** The maximum number of passkeys per user. */
  readonly limit: number
  /**
   * Whether users may remove their last usable passkey. Admins always may. The default is `never` if passkeys are
   * mandatory. A passkey that this policy makes unusable can always be removed, unless it is suspended.
   */
  readonly removeLast: 'never' | 'if-other-method' | 'allow'
  /** The maximum age of a sign-in, in seconds, for each action. `none`: any age. */
  readonly recentAuthentication: {
    readonly enroll: number | 'none'
    readonly remove: number | 'none'
    readonly recoveryCodes: number | 'none'
    readonly rename: number | 'none'
  }
  /**
   * The sign-in method required before enrolling another passkey. `strongest`: users with a usable passkey or a second
   * factor (`host.secondFactors`) must have used one of them.
   */
  readonly enrollWith: 'recent' | 'strongest'
  /** Whether your app sends a code that users must type before they create a passkey. */
  readonly verifyBeforeEnroll: 'none' | 'otp'
  /**
   * For this many seconds after a new passkey, older passkeys and the recovery codes are protected: to remove or replace
   * them, a user must first sign in with a passkey that is at least as old. 0: no protection.
   */
  readonly newPasskeyCooldown: number
  /**
   * What a user who has lost every passkey needs to create a new one: a recovery code, or a recovery code and a code that
   * your app sends. `off`: recovery codes are neither created nor accepted.
   */
  readonly recovery: 'code' | 'code-and-otp' | 'off'
  /**
   * What a user without a passkey needs for the first one once a `rollout` is over, `lateDays` after `from`. `session`:
   * what each passkey needs. `verified`: a one-time code, an invitation or a recovery code. A stolen password alone then
   * adds no passkey to an account that is rarely used.
   */
  readonly firstPasskey: 'session' | 'verified'
  /** How users come to need a passkey where `mode` is `mandatory`. A day is 86 400 seconds. */
  readonly rollout: {
    /** From when users need a passkey, epoch milliseconds. Before, a passkey is optional. `at-once`: no rollout. */
    readonly from: number | 'at-once'
    /** For how many days a user can put it off, from the first sign-in after `from`. */
    readonly graceDays: number
    /** The number of days after `from` when every user needs a passkey, however late the first sign-in. */
    readonly lateDays: number
    /** How often users are reminded while they can put it off. */
    readonly remindEvery: 'once' | 'always' | { readonly days: number }
    /** Users and groups who need no passkey until a time, epoch milliseconds. For them a passkey is optional. */
    readonly exempt: readonly RolloutExemption[]
    /** No user needs a passkey while this is set. Dates that users were shown do not move. */
    readonly paused: boolean
  }
  /** When users are prompted to create a passkey. */
  readonly prompt: {
    /**
     * The sign-in methods after which users are prompted. If there is any, also after a passkey of another relying party,
     * such as a former RP ID.
     */
    readonly after: readonly PromptMethod[]
    readonly on: readonly PromptTrigger[]
    /** How often users are prompted: `once` until they create a passkey, `always`, or again after a number of days. */
    readonly every: 'once' | 'always' | { readonly days: number }
    /** Offer "Don't ask again". */
    readonly never: boolean
    /** Offer a passkey on this device to users who signed in with a passkey from another device. */
    readonly local: boolean
    /** Offer a discoverable passkey to users who only have non-discoverable ones. */
    readonly upgrade: boolean
    /**
     * Create a passkey silently within five minutes of a sign-in with a password, if the browser supports it. Never if
     * trust is required.
     */
    readonly automatic: boolean
  }
  /** What happens to users who must have a passkey on a device that cannot create one. */
  readonly unsupportedDevice: 'let-through' | 'blocked'
  /** Whether users with a usable passkey may still sign in with a password. */
  readonly password: 'allowed' | 'refused-once-enrolled'
  /**
   * The consequence of a sign count that did not increase: nothing, an event, a refusal, or a refusal and suspension.
   * `by-kind`: `reject` for a device-bound passkey, `flag` for a synced one.
   */
  readonly signCount: 'ignore' | 'flag' | 'by-kind' | 'reject' | 'suspend'
  /**
   * The consequence of a changed backup eligibility: nothing, an event, or a refusal. The new value is stored unless it is
   * refused.
   */
  readonly backupEligibilityChange: 'accept' | 'flag' | 'reject'
  /** The maximum duration of a ceremony. */
  readonly ceremonySeconds: number
  /**
   * Protection against account enumeration. `decoys`: a sign-in with an identifier looks the same for unknown users.
   * `usernameless-only`: no identifier is looked up.
   */
  readonly enumeration: 'decoys' | 'usernameless-only'
}

/** A user, or the users of a group, until a time in epoch milliseconds. */
export type RolloutExemption =
  | { readonly userId: string; readonly until: number }
  | { readonly groupId: string; readonly until: number }

/** The FIDO Metadata Service and your own certificates. Either is enough. */
export interface TrustRoots {
  readonly mds: boolean
  /** As PEM. */
  readonly certificates: readonly string[]
}

/** How a user signed in, as your app reports it. */
export type SignInMethod = PromptMethod | 'social' | 'enterprise' | 'passkey' | 'other'

/** The sign-in methods after which a prompt can follow. */
export type PromptMethod = 'password' | 'username' | 'phone-otp' | 'email-otp' | 'magic-link'

/** The user's last action, after which your app asks for a passkey. */
export type PromptTrigger = 'sign-in' | 'sign-up'

/** A policy as a layer states it: any fields, and any members of a group. */
export type PartialPolicy = {
  readonly [Field in keyof EffectivePolicy]?: EffectivePolicy[Field] extends Group
    ? Partial<EffectivePolicy[Field]>
    : EffectivePolicy[Field]
}

/** The policy in code: a layer, and what the layers above the environment may do with its values. */
export interface CodePolicy extends PartialPolicy {
  /**
   * For each field, what a layer above the environment may do with the environment's value: replace it (`any`), replace
   * it with a stricter one (`tighten`, for fields with an order), or nothing (`none`). A stored value that this does
   * not allow has no effect, and storing one is `policy_invalid`.
   *
   * @default `tighten` for fields with an order, `any` for the others and for `mode`, `prompt.never` and `rollout`, except `rollout.exempt`
   */
  readonly override?: PartialOverrides
}

/** The groups of fields. Their members are merged one by one. */
type Group = EffectivePolicy[
  | 'userVerification'
  | 'trust'
  | 'authenticators'
  | 'kinds'
  | 'recentAuthentication'
  | 'rollout'
  | 'prompt']

/**
 * What the layers above the environment may do with its value of a field: replace it, replace it with a stricter one,
 * or nothing.
 */
export type PolicyOverride = 'any' | 'tighten' | 'none'

/** For each field, and each member of a group of fields, what the layers above the environment may do with its value. */
export type PolicyOverrides = {
  readonly [Field in keyof EffectivePolicy]: EffectivePolicy[Field] extends Group
    ? { readonly [Member in keyof EffectivePolicy[Field]]: PolicyOverride }
    : PolicyOverride
}

/** The same as your app states it: any fields, and any members of a group of fields. */
export type PartialOverrides = {
  readonly [Field in keyof PolicyOverrides]?: PolicyOverrides[Field] extends PolicyOverride
    ? PolicyOverride
    : Partial<PolicyOverrides[Field]>
}

/**
 * The source of a value. `implied`: derived from another field, such as `removeLast` if passkeys are mandatory, or a
 * repair of layers that contradict each other.
 */
export type PolicyLayer = 'default' | 'implied' | 'code' | 'environment' | 'group' | 'organization'

/** For each field, and each member of a group, the layer that sets its value. */
export type PolicyProvenance = {
  readonly [Field in keyof EffectivePolicy]: EffectivePolicy[Field] extends Group
    ? { readonly [Member in keyof EffectivePolicy[Field]]: PolicyLayer }
    : PolicyLayer
}

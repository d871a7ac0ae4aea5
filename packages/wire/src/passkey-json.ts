import type { CredentialId, UserHandle } from './ids.js'
import type { CreationOptionsJSON, RequestOptionsJSON } from './webauthn-json.js'

/** A passkey as its owner sees it. Instants are epoch milliseconds. */
export interface PasskeyJSON {
  readonly id: CredentialId
  readonly name: string
  /** The provider of the passkey, by its AAGUID ("iCloud Keychain"). A claim without attestation. */
  readonly provider?: string
  readonly providerIcon?: ProviderIconJSON
  readonly createdAt: number
  readonly lastUsedAt?: number
  /** The number of sign-ins with this passkey; not the authenticator's own sign count. */
  readonly signInCount: number
  readonly status: 'active' | 'suspended'
  /** Synced between devices by its provider, or bound to one device. */
  readonly synced: boolean
  readonly backedUp: boolean
  /** Whether it can be used without a user name. Absent if the browser did not report it. */
  readonly discoverable?: boolean
  readonly transports: readonly string[]
}

/** A picture of the provider, as the source of an `<img>`: a `data:` URL. */
export interface ProviderIconJSON {
  /** For a light page. */
  readonly light: string
  /** For a dark page. */
  readonly dark: string
}

/** A passkey in a list: also whether its owner may remove it, and if not, why. */
export interface ListedPasskeyJSON extends PasskeyJSON {
  readonly removable: boolean
  readonly whyNotRemovable?: 'last_sign_in_method' | 'suspended' | 'forbidden' | 'cooling_down'
}

/**
 * What to signal to the browser about its passkeys, for the three calls of WebAuthn's Signal API.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-signal-methods
 */
export interface SignalsJSON {
  readonly rpId: string
  /** A credential that no user has: the authenticator may delete it. */
  readonly unknownCredentialId?: CredentialId
  /** All credentials of the user, suspended ones included. The authenticator may delete any others. */
  readonly allAcceptedCredentials?: {
    readonly userId: UserHandle
    readonly allAcceptedCredentialIds: readonly CredentialId[]
  }
  readonly currentUserDetails?: { readonly userId: UserHandle; readonly name: string; readonly displayName: string }
}

/** A ceremony in progress: an opaque envelope to return at finish, and the options for the browser. */
export interface BegunSignInJSON {
  readonly ceremony: string
  readonly options: RequestOptionsJSON
}

/** A confirmation in progress, with the payload to show: your app may have replaced the one that was sent. */
export interface BegunConfirmJSON extends BegunSignInJSON {
  readonly payload: unknown
}

/** A ceremony in progress that creates a passkey. */
export interface BegunEnrollJSON {
  readonly ceremony: string
  readonly options: CreationOptionsJSON
}

/** The body of a finished enrollment. */
export interface EnrolledJSON {
  readonly passkey: PasskeyJSON
  readonly signals: SignalsJSON
}

/** A one-time code that was sent. */
export interface SentOtpJSON {
  /** Until then the user can type it, epoch milliseconds. */
  readonly expiresAt: number
}

/** Whether to prompt the user for a passkey now. */
export interface PromptJSON {
  /**
   * `require`: your app withholds its session until a passkey is created, or until a new decision no longer requires
   * one.
   */
  readonly prompt: 'none' | 'offer' | 'require'
  readonly reason: PromptReason
  /** Whether the user may answer "Not now". */
  readonly skippable: boolean
  /** Whether "Don't ask again" is offered. */
  readonly never: boolean
  /** The time of the next prompt, epoch milliseconds. Absent if time alone does not bring it back. */
  readonly nextAt?: number
  /** When a passkey will be required, epoch milliseconds. Until then the user can put it off. Show it. */
  readonly requiredAt?: number
}

/** The reason for a prompt decision. */
export type PromptReason =
  // No prompt:
  | 'passkeys_off'
  | 'has_passkey'
  | 'none_allowed'
  | 'federated_sign_in'
  | 'delegated'
  | 'method_not_prompted'
  | 'occasion_not_prompted'
  | 'device_cannot'
  | 'declined_for_ever'
  | 'declined_recently'
  // Offers: a first passkey, one on this device, a discoverable one.
  | 'due'
  | 'local_passkey'
  | 'upgrade'
  // An offer before a passkey is required.
  | 'grace'
  // A passkey is required: the user can create one, must first remove unusable ones, or the device cannot create one.
  | 'mandatory'
  | 'limit_reached'
  | 'device_unsupported'

/** A user's answer to the prompt. */
export type PromptAnswer = 'not-now' | 'never' | 'ask-again'

/** The settings that a page needs before the user is known. */
export interface ConfigJSON {
  readonly rpId: string
  readonly mode: 'off' | 'optional' | 'mandatory'
  readonly flow: 'smart' | 'classic' | 'both'
  readonly signInUi: 'button' | 'autofill' | 'both'
  /** The use of passkeys. With `second-factor` a sign-in page offers none. */
  readonly use: 'first-factor' | 'second-factor' | 'both'
  /** Whether a sign-in page shows passkeys first. */
  readonly preferred: boolean
  /** Whether a new account may start with a passkey. */
  readonly signUp: boolean
  /** The profile of a new user. Absent if sign-ups are disabled. */
  readonly profile?: AskedProfileJSON
}

/** The required and optional members of a new user's profile. Absent members are refused. */
export interface AskedProfileJSON {
  readonly email?: 'required' | 'optional'
  /** In E.164 form. */
  readonly phone?: 'required' | 'optional'
  readonly username?: 'required' | 'optional'
  readonly displayName?: 'required' | 'optional'
  /** Further members that your app asks. Only your own pages know them. */
  readonly attributes?: 'required' | 'optional'
}

/** Ten recovery codes. The server returns them once. */
export interface RecoveryCodesJSON {
  readonly codes: readonly string[]
  readonly createdAt: number
}

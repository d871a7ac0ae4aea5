import type { CredentialId, UserHandle } from './ids.js'
import type { CreationOptionsJSON, RequestOptionsJSON } from './webauthn-json.js'

/** A passkey as its owner sees it. Instants are epoch milliseconds. */
export interface PasskeyJSON {
  readonly id: CredentialId
  readonly name: string
  /** Who keeps it, as far as the AAGUID tells ("iCloud Keychain"); without attestation that is a claim. */
  readonly provider?: string
  readonly providerIcon?: ProviderIconJSON
  readonly createdAt: number
  readonly lastUsedAt?: number
  /** Times used to sign in; not the authenticator's own sign count. */
  readonly signInCount: number
  readonly status: 'active' | 'suspended'
  /** Synced between devices by its provider, or bound to one device. */
  readonly synced: boolean
  readonly backedUp: boolean
  /** Whether it can be used without a user name; absent when the browser did not say. */
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
  readonly whyNotRemovable?: 'last_sign_in_method' | 'suspended'
}

/**
 * What the browser should be told about the passkeys it holds, for the three calls of WebAuthn's Signal API.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-signal-methods
 */
export interface SignalsJSON {
  readonly rpId: string
  /** A credential that nobody has here: the authenticator may forget it. */
  readonly unknownCredentialId?: CredentialId
  /** All credentials of the user, suspended ones included; whatever else the authenticator holds it may forget. */
  readonly allAcceptedCredentials?: {
    readonly userId: UserHandle
    readonly allAcceptedCredentialIds: readonly CredentialId[]
  }
  readonly currentUserDetails?: { readonly userId: UserHandle; readonly name: string; readonly displayName: string }
}

/** A ceremony that has begun: an opaque envelope to hand back at finish, and what the browser is asked. */
export interface BegunSignInJSON {
  readonly ceremony: string
  readonly options: RequestOptionsJSON
}

/** A ceremony that has begun and asks the browser to make a passkey. */
export interface BegunEnrollJSON {
  readonly ceremony: string
  readonly options: CreationOptionsJSON
}

export interface EnrolledJSON {
  readonly passkey: PasskeyJSON
  readonly signals: SignalsJSON
}

/** Whether the user should be asked to make a passkey now. */
export interface PromptJSON {
  /**
   * `require`: the host holds its session back until a passkey is made, or until what it decides next is something else.
   */
  readonly prompt: 'none' | 'offer' | 'require'
  readonly reason: PromptReason
  /** Whether "Not now" is an answer. */
  readonly skippable: boolean
  /** Whether "Don't ask again" is offered. */
  readonly never: boolean
  /** When the question would be asked next, epoch milliseconds; absent when time alone will not bring it back. */
  readonly nextAt?: number
}

/** Why a prompt decision came out as it did. */
export type PromptReason =
  // Nothing is asked:
  | 'passkeys_off'
  | 'has_passkey'
  | 'none_allowed'
  | 'federated_sign_in'
  | 'method_not_prompted'
  | 'occasion_not_prompted'
  | 'device_cannot'
  | 'declined_for_ever'
  | 'declined_recently'
  // Something is offered: a first passkey, one on this device, one that needs no user name.
  | 'due'
  | 'local_passkey'
  | 'upgrade'
  // A passkey is required, and can be made; or others that cannot sign in must go first; or the device cannot make one.
  | 'mandatory'
  | 'limit_reached'
  | 'device_unsupported'

export type PromptAnswer = 'not-now' | 'never' | 'ask-again'

/** What a page must know before anyone has signed in. */
export interface ConfigJSON {
  readonly rpId: string
  readonly mode: 'off' | 'optional' | 'mandatory'
  readonly flow: 'smart' | 'classic' | 'both'
  readonly signInUi: 'button' | 'autofill' | 'both'
  /** What a passkey is good for: with `second-factor` a sign-in page offers none. */
  readonly use: 'first-factor' | 'second-factor' | 'both'
  /** Whether a sign-in page names passkeys first. */
  readonly preferred: boolean
  /** Whether a new account may start with a passkey. */
  readonly signUp: boolean
  /** What a sign-up says of the new user; absent where nobody can sign up. */
  readonly profile?: AskedProfileJSON
}

/** The members that the profile of a new user must have, or may have. One that is absent here is refused. */
export interface AskedProfileJSON {
  readonly email?: 'required' | 'optional'
  /** In E.164 form. */
  readonly phone?: 'required' | 'optional'
  readonly username?: 'required' | 'optional'
  readonly displayName?: 'required' | 'optional'
  /** What the host wants to know besides; only its own pages know what that is. */
  readonly attributes?: 'required' | 'optional'
}

/**
 * The JSON forms of WebAuthn Level 3, section 5.1, that a relying party creates or reads. Byte strings are unpadded
 * base64url. Data from a browser is `unknown` until it is parsed; these types describe valid data.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-parseCreationOptionsFromJSON
 */

import type { Challenge, CredentialId, UserHandle } from './ids.js'

/** As in WebAuthn: whether the authenticator must verify the user by PIN or biometrics. */
export type UserVerificationRequirement = 'required' | 'preferred' | 'discouraged'
/** As in WebAuthn: whether the passkey must be discoverable. */
export type ResidentKeyRequirement = 'required' | 'preferred' | 'discouraged'
/** As in WebAuthn: on this device, or on another one. */
export type AuthenticatorAttachment = 'platform' | 'cross-platform'
/** As in WebAuthn: `AttestationConveyancePreference`. */
export type AttestationConveyance = 'none' | 'indirect' | 'direct' | 'enterprise'
/** As in WebAuthn: the kind of authenticator that the browser shows first. */
export type PublicKeyCredentialHint = 'security-key' | 'client-device' | 'hybrid'

/** As in WebAuthn: `PublicKeyCredentialDescriptorJSON`. */
export interface CredentialDescriptorJSON {
  readonly type: 'public-key'
  readonly id: CredentialId
  /** Stored as the authenticator reported them, including unknown ones. */
  readonly transports?: readonly string[]
}

/** What `PublicKeyCredential.parseCreationOptionsFromJSON` takes. */
export interface CreationOptionsJSON {
  readonly rp: { readonly id: string; readonly name: string }
  readonly user: { readonly id: UserHandle; readonly name: string; readonly displayName: string }
  readonly challenge: Challenge
  readonly pubKeyCredParams: readonly { readonly type: 'public-key'; readonly alg: number }[]
  /** Milliseconds. */
  readonly timeout: number
  readonly excludeCredentials: readonly CredentialDescriptorJSON[]
  readonly authenticatorSelection: {
    readonly residentKey: ResidentKeyRequirement
    readonly requireResidentKey: boolean
    readonly userVerification: UserVerificationRequirement
    readonly authenticatorAttachment?: AuthenticatorAttachment
  }
  /** What the browser should offer first. Older browsers ignore it. */
  readonly hints?: readonly PublicKeyCredentialHint[]
  readonly attestation: AttestationConveyance
  readonly extensions: { readonly credProps: true; readonly appidExclude?: string }
}

/** What `PublicKeyCredential.parseRequestOptionsFromJSON` takes. */
export interface RequestOptionsJSON {
  readonly challenge: Challenge
  readonly rpId: string
  /** Milliseconds. */
  readonly timeout: number
  readonly allowCredentials: readonly CredentialDescriptorJSON[]
  readonly userVerification: UserVerificationRequirement
  /** What the browser should offer first. Older browsers ignore it. */
  readonly hints?: readonly PublicKeyCredentialHint[]
  /** The AppID of security keys that were registered with the U2F API. */
  readonly extensions?: { readonly appid: string }
}

/** What `credential.toJSON()` gives after `navigator.credentials.create()`. */
export interface RegistrationResponseJSON {
  readonly id: string
  readonly rawId: string
  readonly type: string
  readonly authenticatorAttachment?: string
  readonly response: {
    readonly clientDataJSON: string
    readonly attestationObject: string
    readonly authenticatorData?: string
    readonly publicKey?: string
    readonly publicKeyAlgorithm?: number
    readonly transports?: readonly string[]
  }
  readonly clientExtensionResults: Readonly<Record<string, unknown>>
}

/** What `credential.toJSON()` gives after `navigator.credentials.get()`. */
export interface AuthenticationResponseJSON {
  readonly id: string
  readonly rawId: string
  readonly type: string
  readonly authenticatorAttachment?: string
  readonly response: {
    readonly clientDataJSON: string
    readonly authenticatorData: string
    readonly signature: string
    readonly userHandle?: string | null
  }
  readonly clientExtensionResults: Readonly<Record<string, unknown>>
}

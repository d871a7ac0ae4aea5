import type { CreationOptionsJSON, RequestOptionsJSON, SignalsJSON } from '@latchkey/wire'
import { PasskeyClientError } from './errors.js'

type UserSignals = Required<SignalsJSON>
type OfRelyingParty<Details> = Details & { readonly rpId: string }

/** `PublicKeyCredential` as it is met: the DOM types promise every member, browsers of the last years do not. */
export interface Platform {
  parseCreationOptionsFromJSON?(options: CreationOptionsJSON): PublicKeyCredentialCreationOptions
  parseRequestOptionsFromJSON?(options: RequestOptionsJSON): PublicKeyCredentialRequestOptions
  getClientCapabilities?(): Promise<Readonly<Record<string, boolean | undefined>>>
  isConditionalMediationAvailable?(): Promise<boolean>
  isUserVerifyingPlatformAuthenticatorAvailable?(): Promise<boolean>
  signalUnknownCredential?(details: OfRelyingParty<{ readonly credentialId: string }>): Promise<void>
  signalAllAcceptedCredentials?(details: OfRelyingParty<UserSignals['allAcceptedCredentials']>): Promise<void>
  signalCurrentUserDetails?(details: OfRelyingParty<UserSignals['currentUserDetails']>): Promise<void>
}

/** WebAuthn in this page, or undefined: on a server, in an old browser, in an insecure context. */
export function findPlatform(): Platform | undefined {
  return globalThis.navigator?.credentials && (globalThis.PublicKeyCredential as unknown as Platform | undefined)
}

/**
 * WebAuthn in this page. Asked for before the server is, so that a page without it costs no request.
 *
 * @throws {PasskeyClientError} `insecure_context` or `not_supported`.
 */
export function requirePlatform(): Platform {
  const platform = findPlatform()
  if (platform) return platform
  throw new PasskeyClientError(globalThis.isSecureContext === false ? 'insecure_context' : 'not_supported')
}

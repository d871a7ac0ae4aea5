import type { CreationOptionsJSON, RequestOptionsJSON, SignalsJSON } from '@latchkey/wire'
import { PasskeyClientError } from './errors.js'

type UserSignals = Required<SignalsJSON>
type OfRelyingParty<Details> = Details & { readonly rpId: string }

/** The Signal API, method by method. */
interface SignalDetails {
  readonly signalUnknownCredential: OfRelyingParty<{ readonly credentialId: string }>
  readonly signalAllAcceptedCredentials: OfRelyingParty<UserSignals['allAcceptedCredentials']>
  readonly signalCurrentUserDetails: OfRelyingParty<UserSignals['currentUserDetails']>
}

/** One call of the Signal API: a method and its argument. */
export type Signal = { [Method in keyof SignalDetails]: readonly [Method, SignalDetails[Method]] }[keyof SignalDetails]

type SignalMethods = { [Method in keyof SignalDetails]?: (details: SignalDetails[Method]) => Promise<void> }

/** `PublicKeyCredential` in practice: the DOM types promise every member, but recent browsers lack some of them. */
export interface Platform extends SignalMethods {
  parseCreationOptionsFromJSON?(options: CreationOptionsJSON): PublicKeyCredentialCreationOptions
  parseRequestOptionsFromJSON?(options: RequestOptionsJSON): PublicKeyCredentialRequestOptions
  getClientCapabilities?(): Promise<Readonly<Record<string, boolean | undefined>>>
  isConditionalMediationAvailable?(): Promise<boolean>
  isUserVerifyingPlatformAuthenticatorAvailable?(): Promise<boolean>
}

/** WebAuthn on this page. Undefined on a server, in an old browser and in an insecure context. */
export function findPlatform(): Platform | undefined {
  return globalThis.navigator?.credentials && (globalThis.PublicKeyCredential as unknown as Platform | undefined)
}

/**
 * WebAuthn on this page. Checked before the server is called, so that a page without it costs no request.
 *
 * @throws {PasskeyClientError} `insecure_context` or `not_supported`.
 */
export function requirePlatform(): Platform {
  const platform = findPlatform()
  if (platform) return platform
  throw new PasskeyClientError(globalThis.isSecureContext === false ? 'insecure_context' : 'not_supported')
}

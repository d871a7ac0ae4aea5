import { orUndefined } from './or-undefined.js'
import { findPlatform } from './platform.js'

/** What this page can do with passkeys, as far as the browser tells. */
export interface Capabilities {
  /** WebAuthn exists here; without it all else is false. */
  readonly webauthn: boolean
  /** The device itself verifies its user: fingerprint, face, PIN. */
  readonly platformAuthenticator: boolean
  /** Passkeys are offered among the suggestions of an input field. */
  readonly conditionalGet: boolean
  /** A passkey can be made silently after a sign-in with a password. */
  readonly conditionalCreate: boolean
}

/** What this page can do. Never rejects: what a browser does not tell, or fails to tell, it cannot do. */
export async function capabilities(): Promise<Capabilities> {
  const platform = findPlatform()
  const told = await orUndefined(() => platform?.getClientCapabilities?.())
  const verifiesUsers = await orUndefined(() => platform?.isUserVerifyingPlatformAuthenticatorAvailable?.())
  const conditionalGet = await orUndefined(() => platform?.isConditionalMediationAvailable?.())
  return {
    webauthn: platform !== undefined,
    platformAuthenticator: verifiesUsers ?? false,
    conditionalGet: conditionalGet ?? false,
    conditionalCreate: told?.conditionalCreate ?? false,
  }
}

import { orUndefined } from './or-undefined.js'
import { findPlatform } from './platform.js'

/** What this page can do with passkeys, as far as the browser reports it. */
export interface Capabilities {
  /** WebAuthn exists here. Without it everything else is false. */
  readonly webauthn: boolean
  /** The device itself verifies its user, by fingerprint, face or PIN. */
  readonly platformAuthenticator: boolean
  /** Passkeys are offered among the suggestions of an input field. */
  readonly conditionalGet: boolean
  /** A passkey can be created silently after a sign-in with a password. */
  readonly conditionalCreate: boolean
}

/** What this page can do. Never rejects: what a browser does not report counts as missing. */
export async function capabilities(): Promise<Capabilities> {
  const platform = findPlatform()
  const reported = await orUndefined(() => platform?.getClientCapabilities?.())
  const verifiesUsers = await orUndefined(() => platform?.isUserVerifyingPlatformAuthenticatorAvailable?.())
  const conditionalGet = await orUndefined(() => platform?.isConditionalMediationAvailable?.())
  return {
    webauthn: platform !== undefined,
    platformAuthenticator: verifiesUsers ?? false,
    conditionalGet: conditionalGet ?? false,
    conditionalCreate: reported?.conditionalCreate ?? false,
  }
}

import { findPlatform } from './platform.js'
import { quietly } from './quietly.js'

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
  const told = await quietly(() => platform?.getClientCapabilities?.())
  const verifiesUsers = await quietly(() => platform?.isUserVerifyingPlatformAuthenticatorAvailable?.())
  return {
    webauthn: platform !== undefined,
    platformAuthenticator: verifiesUsers ?? false,
    conditionalGet: await hasConditionalGet(),
    conditionalCreate: told?.conditionalCreate ?? false,
  }
}

/** Whether passkeys can be offered among the suggestions of an input field. Never rejects. */
export async function hasConditionalGet(): Promise<boolean> {
  return (await quietly(() => findPlatform()?.isConditionalMediationAvailable?.())) ?? false
}

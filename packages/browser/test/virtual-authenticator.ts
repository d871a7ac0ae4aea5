import { cdp } from 'vitest/browser'

export interface AuthenticatorOptions {
  readonly transport?: 'internal' | 'usb'
  readonly hasPrf?: boolean
  readonly hasHmacSecret?: boolean
  readonly hasLargeBlob?: boolean
}

/** A passkey as the authenticator keeps it; ids in standard base64. */
interface KeptCredential {
  readonly credentialId: string
  readonly userName?: string
}

/** An authenticator that Chromium simulates for this page. */
export interface VirtualAuthenticator {
  /** Whether the user touches it; without that a request stays pending. */
  setPresence(enabled: boolean): Promise<void>
  /** Whether the user passes verification; without that a request fails at once. */
  setUserVerified(verified: boolean): Promise<void>
  credentials(): Promise<readonly KeptCredential[]>
}

/** An authenticator like the ones in phones and laptops, unless told otherwise. */
export async function addVirtualAuthenticator(options: AuthenticatorOptions = {}): Promise<VirtualAuthenticator> {
  await cdp().send('WebAuthn.enable', { enableUI: false })
  const { authenticatorId } = await cdp().send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      defaultBackupEligibility: true,
      defaultBackupState: true,
      ...options,
    },
  })
  return {
    async setPresence(enabled) {
      await cdp().send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
    },
    async setUserVerified(isUserVerified) {
      await cdp().send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
    },
    async credentials() {
      return (await cdp().send('WebAuthn.getCredentials', { authenticatorId })).credentials
    },
  }
}

/** Takes all authenticators away: they belong to the page, and the page outlives the test. */
export async function removeVirtualAuthenticators(): Promise<void> {
  await cdp().send('WebAuthn.disable')
}

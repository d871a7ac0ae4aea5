import type { CDPSession, Page } from '@playwright/test'

export interface VirtualAuthenticator {
  /** The credential ids it holds. */
  credentials(): Promise<readonly string[]>
  /** Whether the user is present. Without one, a ceremony stays open. */
  setPresence(present: boolean): Promise<void>
  /** Whether it recognizes the finger that touches it. */
  setUserVerified(verified: boolean): Promise<void>
  /** Present again, and from now on its responses say that no user was present or verified. */
  answerSilently(): Promise<void>
  remove(): Promise<void>
}

/** `internal` is the device itself, whose passkeys are synced; `usb` is a security key. One of each at most. */
export type AuthenticatorKind = 'internal' | 'usb'

/** Plugs authenticators into a page; they stay while the page lives. */
export async function createSocket(page: Page): Promise<(kind: AuthenticatorKind) => Promise<VirtualAuthenticator>> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable', { enableUI: false })
  return (kind) => plugIn(session, kind)
}

async function plugIn(session: CDPSession, kind: AuthenticatorKind): Promise<VirtualAuthenticator> {
  const synced = kind === 'internal'
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: kind,
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      defaultBackupEligibility: synced,
      defaultBackupState: synced,
    },
  })
  return {
    async credentials() {
      const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId })
      return credentials.map(({ credentialId }) => credentialId)
    },
    async setPresence(enabled) {
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
    },
    async setUserVerified(isUserVerified) {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
    },
    async answerSilently() {
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: true })
      await session.send('WebAuthn.setResponseOverrideBits', { authenticatorId, isBadUV: true, isBadUP: true })
    },
    async remove() {
      await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
    },
  }
}

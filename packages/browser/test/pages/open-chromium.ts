import { type Browser, chromium, type Page } from 'playwright'
import { chromiumArguments, findChromium } from '../../../../scripts/run/chromium.mjs'

interface LaunchOptions {
  /** Playwright switches the back/forward cache off; with this it stays on. */
  readonly backForwardCache?: boolean
}

export function openChromium({ backForwardCache = false }: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium() ?? 'chromium',
    args: [...chromiumArguments],
    ...(backForwardCache && { ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
  })
}

/** An authenticator like the ones in phones and laptops. */
export interface PageAuthenticator {
  /** Whether the user touches it; without that a request stays pending. */
  setPresence(enabled: boolean): Promise<void>
  /** Whether the user passes verification; without that a request fails at once. */
  setUserVerified(verified: boolean): Promise<void>
}

export async function addAuthenticator(page: Page): Promise<PageAuthenticator> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable', { enableUI: false })
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    async setPresence(enabled) {
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
    },
    async setUserVerified(isUserVerified) {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
    },
  }
}

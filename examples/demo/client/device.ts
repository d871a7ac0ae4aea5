import type { PasskeyClient } from '@latchkey/browser'

/** Reports the device's capabilities to the session. Returns whether it supports passkeys. */
export async function reportDevice(client: PasskeyClient): Promise<boolean> {
  const { webauthn, platformAuthenticator } = await client.capabilities()
  const body = new URLSearchParams({
    webauthn: String(webauthn),
    platformAuthenticator: String(platformAuthenticator),
  })
  await fetch('/device', { method: 'POST', body })
  return webauthn
}

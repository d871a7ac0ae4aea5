import type { PasskeyClient } from '@latchkey/browser'

/** The server knows what this device can do, for as long as the session lasts. Answers whether it knows passkeys at all. */
export async function tellDevice(client: PasskeyClient): Promise<boolean> {
  const { webauthn, platformAuthenticator } = await client.capabilities()
  const body = new URLSearchParams({
    webauthn: String(webauthn),
    platformAuthenticator: String(platformAuthenticator),
  })
  await fetch('/device', { method: 'POST', body })
  return webauthn
}

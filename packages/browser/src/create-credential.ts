import type { CreationOptionsJSON, RegistrationResponseJSON } from '@latchkey/wire'
import { askAuthenticator } from './ask-authenticator.js'
import { PasskeyClientError } from './errors.js'
import { requirePlatform } from './platform.js'

/** A request to an authenticator to create a passkey. */
export interface CreationRequest {
  readonly options: CreationOptionsJSON
  /** Without a dialog, or not at all. */
  readonly mediation: 'conditional' | undefined
  readonly signal: AbortSignal
  /** Called as soon as the device has a passkey, even if the request has been given up by then. */
  readonly onCreated: (id: string | undefined, credential: unknown) => void
}

/**
 * A passkey that an authenticator has created and that the server does not know yet.
 *
 * @throws {PasskeyClientError}
 */
export function createCredential(request: CreationRequest): Promise<RegistrationResponseJSON> {
  const { options, mediation, signal, onCreated } = request
  return askAuthenticator({
    timeout: options.timeout,
    signal,
    ask: async (signal) => {
      // Loaded before the device creates anything: a passkey that cannot be sent is lost.
      const { credentialId, serializeCredential } = await import('./serialize-credential.js')
      const publicKey =
        requirePlatform().parseCreationOptionsFromJSON?.(options) ??
        (await import('./parse-options.js')).parseCreationOptions(options)
      // The DOM types lack the mediation.
      const request = { publicKey, mediation, signal } as CredentialCreationOptions
      const credential = await whenFocused(() => navigator.credentials.create(request), signal)
      onCreated(credentialId(credential), credential)
      return serializeCredential(credential, ['clientDataJSON', 'attestationObject'])
    },
  })
}

/** A browser refuses at once if the page has no focus. The user has refused nothing: try again once it has. */
async function whenFocused<Created>(create: () => Promise<Created>, signal: AbortSignal): Promise<Created> {
  try {
    return await create()
  } catch (error) {
    const text = String(error)
    if (/^InvalidState/.test(text)) throw new PasskeyClientError('already_registered', { cause: error })
    if (document.hasFocus() || !/focus/.test(text)) throw error
    await new Promise((resolve) => addEventListener('focus', resolve, { once: true, signal }))
    return create()
  }
}

import type { CreationOptionsJSON, RegistrationResponseJSON } from '@latchkey/wire'
import { askAuthenticator } from './ask-authenticator.js'
import { credentialToJSON } from './credential-to-json.js'
import { requirePlatform } from './platform.js'

/** What is asked of an authenticator that is to make a passkey. */
export interface CreationRequest {
  readonly options: CreationOptionsJSON
  readonly signal: AbortSignal
}

/**
 * A passkey that an authenticator has made and that the server does not know yet.
 *
 * @throws {PasskeyClientError}
 */
export function createCredential(request: CreationRequest): Promise<RegistrationResponseJSON> {
  const { options, signal } = request
  return askAuthenticator({
    ceremony: 'create',
    timeout: options.timeout,
    signal,
    ask: async () => {
      const publicKey = requirePlatform().parseCreationOptionsFromJSON?.(options)
      if (!publicKey) return (await import('./fallback.js')).createCredential(request)
      return credentialToJSON(await navigator.credentials.create({ publicKey, signal }))
    },
  })
}

import type { AuthenticationResponseJSON, RequestOptionsJSON } from '@latchkey/wire'
import { askAuthenticator } from './ask-authenticator.js'
import { credentialToJSON } from './credential-to-json.js'
import { requirePlatform } from './platform.js'

/** What is asked of the passkeys that the user has. */
export interface AssertionRequest {
  readonly options: RequestOptionsJSON
  /** `optional` shows the browser's dialog, `conditional` waits among the suggestions of an input field. */
  readonly mediation: 'optional' | 'conditional'
  readonly signal: AbortSignal
}

/**
 * The answer of one of the user's passkeys.
 *
 * @throws {PasskeyClientError}
 */
export function getAssertion(request: AssertionRequest): Promise<AuthenticationResponseJSON> {
  const { options, mediation, signal } = request
  return askAuthenticator({
    ceremony: 'get',
    timeout: options.timeout,
    signal,
    ask: async () => {
      const publicKey = requirePlatform().parseRequestOptionsFromJSON?.(options)
      if (!publicKey) return (await import('./fallback.js')).getAssertion(request)
      return credentialToJSON(await navigator.credentials.get({ publicKey, mediation, signal }))
    },
  })
}

import type { AuthenticationResponseJSON, RequestOptionsJSON } from '@latchkey/wire'
import { askAuthenticator } from './ask-authenticator.js'
import { requirePlatform } from './platform.js'

/** A request for one of the user's passkeys. */
export interface AssertionRequest {
  readonly options: RequestOptionsJSON
  /** `conditional` waits among the suggestions of an input field; without it the browser shows its dialog. */
  readonly mediation?: 'conditional' | undefined
  /** `immediate` offers what this device has, or nothing appears. */
  readonly uiMode?: 'immediate'
  readonly signal: AbortSignal
}

/**
 * The response of one of the user's passkeys.
 *
 * @throws {PasskeyClientError}
 */
export function getAssertion(request: AssertionRequest): Promise<AuthenticationResponseJSON> {
  const { options, mediation, uiMode, signal } = request
  return askAuthenticator({
    mediation,
    timeout: options.timeout,
    signal,
    ask: async (signal) => {
      const publicKey =
        requirePlatform().parseRequestOptionsFromJSON?.(options) ??
        (await import('./parse-options.js')).parseRequestOptions(options)
      // The DOM types lack the mode.
      const asked = { publicKey, mediation, uiMode, signal } as CredentialRequestOptions
      const credential = await navigator.credentials.get(asked)
      // Extensions may give secrets to the page, which the browser's JSON contains.
      return (
        ('extensions' in options ? undefined : completeJSON(credential)) ??
        (await import('./serialize-credential.js')).serializeCredential(credential, members)
      )
    },
  })
}

const members = ['clientDataJSON', 'authenticatorData', 'signature', 'userHandle'] as const

/** What `toJSON` returns. Undefined where a password manager has replaced it by one that returns less. */
function completeJSON(credential: unknown): AuthenticationResponseJSON | undefined {
  try {
    const json = (credential as { toJSON(): AuthenticationResponseJSON }).toJSON()
    const isComplete = json.id && json.rawId && json.clientExtensionResults
    return isComplete && members.every((name) => typeof json.response[name] === 'string') ? json : undefined
  } catch {
    return undefined
  }
}

import type {
  AuthenticationResponseJSON,
  CreationOptionsJSON,
  RegistrationResponseJSON,
  RequestOptionsJSON,
} from '@latchkey/wire'
import { startAuthentication, startRegistration, WebAuthnAbortService } from '@simplewebauthn/browser'
import type { CreationRequest } from './create-credential.js'
import type { AssertionRequest } from './get-assertion.js'

interface StartAuthenticationOptions {
  readonly optionsJSON: RequestOptionsJSON
  readonly useBrowserAutofill: boolean
  readonly verifyBrowserAutofillInput: boolean
}

/** The library's JSON types are the DOM's, with arrays that may be written to; the JSON is the same. */
const start = { authentication: startAuthentication, registration: startRegistration } as unknown as {
  authentication(options: StartAuthenticationOptions): Promise<AuthenticationResponseJSON>
  registration(options: { readonly optionsJSON: CreationOptionsJSON }): Promise<RegistrationResponseJSON>
}

/**
 * The two ceremonies for browsers that have no JSON methods of their own (Chrome before 129, Safari before 18.4).
 * This module is loaded only there.
 */
export function getAssertion({ options, mediation, signal }: AssertionRequest): Promise<AuthenticationResponseJSON> {
  return untilAborted(signal, () =>
    start.authentication({
      optionsJSON: options,
      useBrowserAutofill: mediation === 'conditional',
      verifyBrowserAutofillInput: false,
    }),
  )
}

/** A new passkey, made in the same way. */
export function createCredential({ options, signal }: CreationRequest): Promise<RegistrationResponseJSON> {
  return untilAborted(signal, () => start.registration({ optionsJSON: options }))
}

/** The library has one switch for all its ceremonies and takes no signal. */
async function untilAborted<Response>(signal: AbortSignal, begin: () => Promise<Response>): Promise<Response> {
  const cancel = () => WebAuthnAbortService.cancelCeremony()
  signal.throwIfAborted()
  signal.addEventListener('abort', cancel)
  try {
    return await begin()
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

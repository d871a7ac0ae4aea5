import {
  type AuthenticationResponseJSON,
  type ConfigJSON,
  type CredentialId,
  encodeBase64url,
  type PasskeyJSON,
  type RequestOptionsJSON,
  routes,
} from '@latchkey/wire'
import { askAuthenticator } from './ask-authenticator.js'
import type { EnrollOptions, SignInOptions } from './client-options.js'
import type { Connection } from './connection.js'
import { createCredential } from './create-credential.js'
import { addPasskey } from './make-passkey.js'
import { orUndefined } from './or-undefined.js'
import { pageQueue } from './page-queue.js'
import { parseAnswer } from './parse-answer.js'
import { findPlatform, requirePlatform } from './platform.js'
import { serializeCredential } from './serialize-credential.js'
import { signInSteps } from './sign-in.js'

/** What an extension of WebAuthn is asked for, in its JSON form. Undefined where it must not be asked. */
export type ExtensionInputs = Readonly<Record<string, unknown>> | undefined

/** The results of the extensions. They stay in the page. */
export type ExtensionResults = AuthenticationExtensionsClientOutputs

/** What a ceremony returned, and the results of its extensions. */
export interface Extended<Answer> {
  readonly answer: Answer
  readonly results: ExtensionResults
}

/** Ceremonies with extensions whose results the server must not see. */
export interface ExtendedCeremonies {
  signIn<SignedIn>(options: SignInOptions, inputs: ExtensionInputs): Promise<Extended<SignedIn> & { passkeyId: string }>
  enroll(options: Omit<EnrollOptions, 'otp'>, inputs: ExtensionInputs): Promise<Extended<PasskeyJSON>>
  /** Asks for a passkey without the server. This does not sign the user in. */
  askHere(request: LocalRequest): Promise<ExtensionResults>
}

export interface LocalRequest {
  readonly inputs: Readonly<Record<string, unknown>>
  /** Only this passkey. */
  readonly passkeyId?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** What a response to a request consists of. */
const members = ['clientDataJSON', 'authenticatorData', 'signature', 'userHandle']

const localTimeout = 120_000
const challengeBytes = 32

export function extendedCeremonies({ call }: Connection): ExtendedCeremonies {
  return {
    async signIn<SignedIn>({ identifier, organizationId, signal }: SignInOptions, inputs: ExtensionInputs) {
      requirePlatform()
      const { begin, finish } = signInSteps<SignedIn>(call, { identifier, organizationId })
      const run = async (signal: AbortSignal) => {
        const begun = await begin(signal)
        const asked = await getExtended(extend(begun.options, inputs), signal)
        const answer = await finish(begun, asked.answer, signal)
        return { answer, results: asked.results, passkeyId: asked.answer.id }
      }
      return pageQueue().modal({ signal, run, signsIn: true })
    },

    async enroll({ name, signal, ...beginBody }, inputs) {
      let results: ExtensionResults = {}
      const create: typeof createCredential = (request) =>
        createCredential({
          ...request,
          options: extend(request.options, inputs),
          onCreated(id, credential) {
            results = resultsOf(credential)
            request.onCreated(id, credential)
          },
        })
      const answer = await addPasskey({ call, begin: routes.enrollBegin, beginBody, name, signal, create })
      return { answer, results }
    },

    async askHere({ inputs, passkeyId, signal }) {
      requirePlatform()
      const run = async (signal: AbortSignal) => {
        const { rpId } = parseAnswer<ConfigJSON>(await call(routes.config, { signal }), 'rpId')
        const { results } = await getExtended(extend(localOptions(rpId, passkeyId), inputs), signal)
        return results
      }
      return pageQueue().modal({ signal, run })
    },
  }
}

/** Whether the browser can pass the extension on. What a browser does not report may work. */
export async function mayAsk(extension: 'prf' | 'largeBlob'): Promise<boolean> {
  const reported = await orUndefined(() => findPlatform()?.getClientCapabilities?.())
  return reported?.[`extension:${extension}`] !== false
}

function extend<Options extends { readonly extensions?: object }>(options: Options, inputs: ExtensionInputs): Options {
  return { ...options, extensions: { ...options.extensions, ...inputs } }
}

function localOptions(rpId: string, passkeyId: string | undefined): RequestOptionsJSON {
  const challenge = encodeBase64url(crypto.getRandomValues(new Uint8Array(challengeBytes)))
  return {
    challenge: challenge as RequestOptionsJSON['challenge'],
    rpId,
    timeout: localTimeout,
    allowCredentials: passkeyId === undefined ? [] : [{ type: 'public-key', id: passkeyId as CredentialId }],
    // An authenticator has other secrets for uses without user verification.
    userVerification: 'required',
  }
}

function getExtended(options: RequestOptionsJSON, signal: AbortSignal): Promise<Extended<AuthenticationResponseJSON>> {
  return askAuthenticator({
    timeout: options.timeout,
    signal,
    ask: async (signal) => {
      const publicKey =
        requirePlatform().parseRequestOptionsFromJSON?.(options) ??
        (await import('./parse-options.js')).parseRequestOptions(options)
      const credential = await navigator.credentials.get({ publicKey, signal })
      const answer = serializeCredential<AuthenticationResponseJSON>(credential, members)
      return { answer, results: resultsOf(credential) }
    },
  })
}

/** Password managers may return credentials without this method, or one that throws. */
function resultsOf(credential: unknown): ExtensionResults {
  try {
    return Object((credential as PublicKeyCredential).getClientExtensionResults())
  } catch {
    return {}
  }
}

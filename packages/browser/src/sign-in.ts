import { type AuthenticationResponseJSON, type BegunSignInJSON, signInRoutes } from '@latchkey/wire'
import { getAssertion } from './get-assertion.js'
import { parseAnswer } from './parse-answer.js'
import type { CallServer } from './server.js'

/** The body of the first call. Members that are undefined are not sent. */
export interface SignInScope {
  readonly identifier?: string | undefined
  readonly organizationId?: string | undefined
  /** Offered among the suggestions of an input field, instead of in the browser's dialog. */
  readonly mediation?: 'conditional'
}

/** The three steps of a sign-in; each rejects with a `PasskeyClientError`. */
export interface SignInSteps<SignedIn> {
  begin(signal: AbortSignal): Promise<BegunSignInJSON>
  ask(begun: BegunSignInJSON, signal: AbortSignal): Promise<AuthenticationResponseJSON>
  finish(begun: BegunSignInJSON, response: AuthenticationResponseJSON, signal: AbortSignal): Promise<SignedIn>
}

export function signInSteps<SignedIn>(call: CallServer, scope: SignInScope): SignInSteps<SignedIn> {
  return {
    begin: async (signal) =>
      parseAnswer<BegunSignInJSON>(
        await call(signInRoutes.signInBegin, { body: { ...scope }, signal }),
        'ceremony',
        'options',
      ),
    ask: ({ options }, signal) => getAssertion({ options, mediation: scope.mediation, signal }),
    finish: async ({ ceremony }, response, signal) =>
      parseAnswer<SignedIn>(await call(signInRoutes.signInFinish, { body: { ceremony, response }, signal })),
  }
}

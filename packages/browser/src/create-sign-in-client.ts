import { createAutofill } from './autofill.js'
import { type Connection, createConnection } from './connection.js'
import type { PasskeyClientOptions, SignInClient } from './passkey-client.js'
import { requirePlatform } from './platform.js'
import { signInSteps } from './sign-in.js'

/**
 * The part of the client that a sign-in page needs, for bundles that hold nothing else. `SignedIn` is what the host
 * answers to a sign-in. Nothing of the browser is touched before a verb is called.
 */
export function createSignInClient<SignedIn = unknown>(options: PasskeyClientOptions): SignInClient<SignedIn> {
  return signInVerbs(createConnection(options))
}

/** The same over a connection that other verbs share. */
export function signInVerbs<SignedIn>({ call, turns }: Connection): SignInClient<SignedIn> {
  return {
    async signIn({ identifier, organizationId, signal } = {}) {
      requirePlatform()
      const steps = signInSteps<SignedIn>(call, { identifier, organizationId })
      const run = async (signal: AbortSignal) => {
        const begun = await steps.begin(signal)
        return steps.finish(begun, await steps.ask(begun, signal), signal)
      }
      return turns.modal({ signal, run, signsIn: true })
    },
    autofill({ organizationId, ...events }) {
      const autofill = createAutofill(signInSteps<SignedIn>(call, { organizationId, mediation: 'conditional' }), events)
      turns.wait(autofill)
      return autofill
    },
  }
}

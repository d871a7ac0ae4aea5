import { createAutofill } from './autofill.js'
import type { PasskeyClientOptions } from './client-options.js'
import { type Connection, createConnection } from './connection.js'
import { pageQueue } from './page-queue.js'
import type { SignInClient } from './passkey-client.js'
import { requirePlatform } from './platform.js'
import { signInSteps } from './sign-in.js'

/**
 * The part of the client that a sign-in page needs, for bundles that contain nothing else. `SignedIn` is your app's
 * response to a sign-in. The client uses no browser API before a verb is called.
 *
 * @throws {TypeError} for an option that is unknown or wrong, and for a `basePath` on another origin.
 */
export function createSignInClient<SignedIn = unknown>(options: PasskeyClientOptions = {}): SignInClient<SignedIn> {
  return signInVerbs(createConnection(options))
}

/** The same over a connection that other verbs share. */
export function signInVerbs<SignedIn>({ call }: Connection): SignInClient<SignedIn> {
  return {
    async signIn({ identifier, organizationId, signal } = {}) {
      requirePlatform()
      const { begin, ask, finish } = signInSteps<SignedIn>(call, { identifier, organizationId })
      const run = async (signal: AbortSignal) => {
        const begun = await begin(signal)
        return finish(begun, await ask(begun, signal), signal)
      }
      return pageQueue().modal({ signal, run, signsIn: true })
    },
    autofill({ organizationId, ...events }) {
      const steps = signInSteps<SignedIn>(call, { organizationId, mediation: 'conditional' })
      const autofill = createAutofill(steps, events)
      pageQueue().offer(autofill)
      return autofill
    },
  }
}

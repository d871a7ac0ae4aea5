import { routes } from '@latchkey/wire'
import type { Connection } from './connection.js'
import { makePasskey } from './make-passkey.js'
import { pageQueue } from './page-queue.js'
import { parseAnswer } from './parse-answer.js'
import type { PasskeyClient } from './passkey-client.js'
import { requirePlatform } from './platform.js'

/** The verb that creates a user together with the passkey that the user signs in with. */
export function signUpVerbs<SignedIn>({ call }: Connection): Pick<PasskeyClient<SignedIn>, 'signUp'> {
  return {
    async signUp({ profile, name, organizationId, signal }) {
      requirePlatform()
      const run = (signal: AbortSignal) =>
        makePasskey({
          call,
          begin: routes.signUpBegin,
          finish: routes.signUpFinish,
          beginBody: { profile, organizationId },
          name,
          parse: (answer) => parseAnswer<SignedIn>(answer),
          signal,
        })
      return pageQueue().modal({ signal, signsIn: true, run })
    },
  }
}

import { routes } from '@latchkey/wire'
import type { Connection } from './connection.js'
import { makePasskey } from './make-passkey.js'
import { parseAnswer } from './parse-answer.js'
import type { PasskeyClient } from './passkey-client.js'

/** The verb that creates a user together with the passkey that the user signs in with. */
export function signUpVerbs<SignedIn>({ call }: Connection): Pick<PasskeyClient<SignedIn>, 'signUp'> {
  return {
    async signUp({ name, signal, ...beginBody }) {
      return makePasskey({
        call,
        begin: routes.signUpBegin,
        finish: routes.signUpFinish,
        beginBody,
        name,
        parse: parseAnswer<SignedIn>,
        signal,
        signsIn: true,
      })
    },
  }
}

import { type BegunEnrollJSON, routes } from '@latchkey/wire'
import type { Connection } from './connection.js'
import { createCredential } from './create-credential.js'
import { parseAnswer } from './parse-answer.js'
import type { PasskeyClient } from './passkey-client.js'
import { requirePlatform } from './platform.js'

/** The verb that makes a user and the passkey that the user signs in with. */
export function signUpVerbs<SignedIn>({ call, turns }: Connection): Pick<PasskeyClient<SignedIn>, 'signUp'> {
  return {
    async signUp({ profile, name, organizationId, signal }) {
      requirePlatform()
      const run = async (signal: AbortSignal) => {
        const begun = await call(routes.signUpBegin, { body: { profile, organizationId }, signal })
        const { ceremony, options } = parseAnswer<BegunEnrollJSON>(begun, 'ceremony', 'options')
        const response = await createCredential({ options, signal })
        return parseAnswer<SignedIn>(await call(routes.signUpFinish, { body: { ceremony, response, name }, signal }))
      }
      return turns.modal({ signal, signsIn: true, run })
    },
  }
}

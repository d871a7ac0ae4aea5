import { type BegunEnrollJSON, type EnrolledJSON, routes } from '@latchkey/wire'
import type { Connection } from './connection.js'
import { createCredential } from './create-credential.js'
import { parseAnswer } from './parse-answer.js'
import type { PasskeyClient } from './passkey-client.js'
import { requirePlatform } from './platform.js'

/** The verb that makes a passkey for a user who is signed in. */
export function enrollVerbs({ call, turns }: Connection): Pick<PasskeyClient, 'enroll'> {
  return {
    async enroll({ name, attachment, organizationId, signal } = {}) {
      requirePlatform()
      const run = async (signal: AbortSignal) => {
        const begun = await call(routes.enrollBegin, { body: { organizationId, attachment }, signal })
        const { ceremony, options } = parseAnswer<BegunEnrollJSON>(begun, 'ceremony', 'options')
        const response = await createCredential({ options, signal })
        const enrolled = await call(routes.enrollFinish, { body: { ceremony, response, name }, signal })
        return parseAnswer<EnrolledJSON>(enrolled, 'passkey').passkey
      }
      return turns.modal({ signal, signsIn: false, run })
    },
  }
}

import { type ConfigJSON, routes } from '@latchkey/wire'
import type { Connection } from './connection.js'
import { parseAnswer } from './parse-answer.js'
import type { PasskeyClient } from './passkey-client.js'

/** The verb for the settings that a page needs before the user has signed in. */
export function configVerbs({ call }: Connection): Pick<PasskeyClient, 'config'> {
  return {
    async config(organizationId) {
      const answer = await call(routes.config, organizationId === undefined ? {} : { query: { organizationId } })
      return parseAnswer<ConfigJSON>(answer, 'rpId')
    },
  }
}

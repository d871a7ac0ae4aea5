import { type EnrolledJSON, routes } from '@latchkey/wire'
import type { Connection } from './connection.js'
import { makePasskey } from './make-passkey.js'
import { pageQueue } from './page-queue.js'
import { parseAnswer } from './parse-answer.js'
import type { PasskeyClient } from './passkey-client.js'
import { requirePlatform } from './platform.js'

/** The verb that creates a passkey for the signed-in user. */
export function enrollVerbs({ call }: Connection): Pick<PasskeyClient, 'enroll'> {
  return {
    async enroll({ name, attachment, organizationId, signal } = {}) {
      requirePlatform()
      const run = (signal: AbortSignal) =>
        makePasskey({
          call,
          begin: routes.enrollBegin,
          finish: routes.enrollFinish,
          beginBody: { organizationId, attachment },
          name,
          parse: (answer) => parseAnswer<EnrolledJSON>(answer, 'passkey').passkey,
          signal,
        })
      return pageQueue().modal({ signal, signsIn: false, run })
    },
  }
}

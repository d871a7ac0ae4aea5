import { type EnrolledJSON, routes, type SentOtpJSON } from '@latchkey/wire'
import type { Connection } from './connection.js'
import { makePasskey } from './make-passkey.js'
import { pageQueue } from './page-queue.js'
import { parseAnswer } from './parse-answer.js'
import type { PasskeyClient } from './passkey-client.js'
import { requirePlatform } from './platform.js'

/** The verbs that create a passkey for the signed-in user. */
export function enrollVerbs({ call }: Connection): Pick<PasskeyClient, 'enroll' | 'requestOtp'> {
  return {
    async enroll({ name, attachment, organizationId, otp, signal } = {}) {
      requirePlatform()
      const run = (signal: AbortSignal) =>
        makePasskey({
          call,
          begin: otp === undefined ? routes.enrollBegin : routes.completeOtp,
          finish: routes.enrollFinish,
          beginBody: { organizationId, attachment, code: otp },
          name,
          parse: (answer) => parseAnswer<EnrolledJSON>(answer, 'passkey').passkey,
          signal,
        })
      return pageQueue().modal({ signal, signsIn: false, run })
    },
    requestOtp: async ({ organizationId } = {}) =>
      parseAnswer<SentOtpJSON>(await call(routes.requestOtp, { body: { organizationId } }), 'expiresAt'),
  }
}

import { routes, type SentOtpJSON } from '@latchkey/wire'
import { capabilities } from './capabilities.js'
import type { Connection } from './connection.js'
import type { PasskeyClientError } from './errors.js'
import { addPasskey } from './make-passkey.js'
import { pageQueue } from './page-queue.js'
import { parseAnswer } from './parse-answer.js'
import type { PasskeyClient } from './passkey-client.js'

/** The verbs that create a passkey for the signed-in user. */
export function enrollVerbs({ call }: Connection): Pick<PasskeyClient, 'enroll' | 'requestOtp' | 'upgrade'> {
  const begin = routes.enrollBegin
  return {
    async enroll({ name, signal, otp: code, ...options } = {}) {
      const beginBody = { ...options, code }
      return addPasskey({ call, begin: code === undefined ? begin : routes.completeOtp, beginBody, name, signal })
    },
    async upgrade({ signal, ...options } = {}) {
      // Other browsers ignore the mediation and would show their dialog.
      if (!(await capabilities()).conditionalCreate) return { reason: 'not_supported' }
      if (pageQueue().busy()) return { reason: 'busy' }
      const beginBody = { ...options, conditional: true }
      return addPasskey({ call, begin, beginBody, signal, mediation: 'conditional' }).then(
        (passkey) => ({ passkey }),
        ({ code }: PasskeyClientError) => ({ reason: code }),
      )
    },
    requestOtp: async ({ organizationId } = {}) =>
      parseAnswer<SentOtpJSON>(await call(routes.requestOtp, { body: { organizationId } }), 'expiresAt'),
  }
}

import { type ListedPasskeyJSON, type PasskeyJSON, routes } from '@latchkey/wire'
import type { Connection } from './connection.js'
import { parseAnswer } from './parse-answer.js'
import type { PasskeyClient } from './passkey-client.js'
import { sendSignals } from './signals.js'

interface Listed {
  readonly passkeys: readonly ListedPasskeyJSON[]
}

interface Renamed {
  readonly passkey: PasskeyJSON
}

/** The verbs for the passkeys that the signed-in user has. */
export function manageVerbs({ call }: Connection): Pick<PasskeyClient, 'list' | 'rename' | 'remove' | 'signal'> {
  return {
    async list() {
      return parseAnswer<Listed>(await call(routes.list), 'passkeys').passkeys
    },
    async rename(id, name) {
      return parseAnswer<Renamed>(await call(routes.rename, { id, body: { name } }), 'passkey').passkey
    },
    async remove(id) {
      await call(routes.remove, { id, body: {} })
    },
    async signal() {
      sendSignals({ signals: await call(routes.signals) })
    },
  }
}

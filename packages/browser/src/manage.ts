import { type ListedPasskeyJSON, type PasskeyJSON, routes, type SignalsJSON } from '@latchkey/wire'
import type { Connection } from './connection.js'
import { parseAnswer } from './parse-answer.js'
import type { PasskeyClient } from './passkey-client.js'
import { sendSignals } from './signals.js'

interface Listed {
  readonly passkeys: readonly ListedPasskeyJSON[]
}

interface Signaled {
  readonly signals: SignalsJSON
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
      parseAnswer<Signaled>(await call(routes.remove, { id, body: {} }), 'signals')
    },
    async signal() {
      sendSignals({ signals: parseAnswer<SignalsJSON>(await call(routes.signals), 'rpId') })
    },
  }
}

import { createPasskeys } from '@latchkey/core'
import { createPasskeyHandler } from '@latchkey/http'
import { kyselyStorage } from '@latchkey/kysely'
import { database } from './database.js'
import { environment } from './environment.js'
import { findAdmin } from './find-admin.js'
import { notices } from './notices.js'
import { onConfirmed, onSignedIn, onSteppedUp } from './on-finished.js'
import { organizations } from './organizations.js'
import { providers } from './providers.js'
import { clientAddress, sessions } from './sessions.js'
import { isTransfer } from './transfers.js'
import { users } from './users.js'

const storage = kyselyStorage(database)
await storage.schema?.migrate()
export const passkeys = createPasskeys({
  relyingParty: { id: 'localhost', name: 'Fieldnotes', origins: [environment.origin] },
  secret: environment.secret,
  storage,
  policy: { mode: 'optional' },
  providers,
  host: {
    findUser: (identifier) => users.findByEmail(identifier),
    findUserById: users.findById,
    otherSignInMethods: users.otherSignInMethods,
    createUser: users.createWithPasskey,
    sendCode: users.sendCode,
    notify: notices.send,
    endSessions: ({ userId }) => sessions.endAll(userId),
    describeConfirm: (_, payload) => isTransfer(payload),
    organizationsOf: async ({ userId }) => (await organizations.of(userId)).map(({ id }) => id),
  },
})

export const handlePasskeys = createPasskeyHandler(passkeys, {
  serve: ['public', 'self', 'admin', 'outcome'],
  session: (request) => sessions.read(request),
  onSignedIn,
  onSteppedUp,
  onConfirmed,
  authorizeAdmin: (request) => findAdmin(passkeys, request),
  clientAddress,
})

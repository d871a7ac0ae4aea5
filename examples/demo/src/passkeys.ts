import { createPasskeys } from '@latchkey/core'
import { createPasskeyHandler } from '@latchkey/http'
import { kyselyStorage } from '@latchkey/kysely'
import { database } from './database.js'
import { environment } from './environment.js'
import { sessions } from './sessions.js'
import { users } from './users.js'

const storage = kyselyStorage(database)
await storage.schema?.migrate()

export const passkeys = createPasskeys({
  relyingParty: { id: 'localhost', name: 'Fieldnotes', origins: [environment.origin] },
  secret: environment.secret,
  storage,
  policy: { mode: 'optional' },
  host: {
    findUser: (identifier) => users.findByEmail(identifier),
    waysIn: () => ['password'],
  },
})

export const handlePasskeys = createPasskeyHandler(passkeys, {
  basePath: '/passkeys',
  serve: ['public', 'self'],
  session: (request) => sessions.read(request),
  signedIn: async ({ userId }, request) => {
    const cookie = await sessions.begin({ userId, method: 'passkey', request })
    return new Response(null, { status: 204, headers: { 'set-cookie': cookie } })
  },
})

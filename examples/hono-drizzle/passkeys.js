import { getConnInfo } from '@hono/node-server/conninfo'
import { createPasskeys } from '@latchkey/core'
import { drizzleStorage } from '@latchkey/drizzle'
import { createPasskeyHandler } from '@latchkey/http'
import { origin, secret } from './environment.js'
import { beginSession, readSession } from './sessions.js'
import { db } from './users.js'

const storage = drizzleStorage(db)
await storage.schema.migrate()

const passkeys = createPasskeys({
  relyingParty: { id: new URL(origin).hostname, name: 'Fieldnotes', origins: [origin] },
  secret,
  storage,
  policy: { mode: 'optional' },
  host: { otherSignInMethods: () => ['password'] },
})

export const handlePasskeys = createPasskeyHandler(passkeys, {
  serve: ['public', 'self'],
  session: (request) => readSession(request.headers.get('cookie')),
  onSignedIn: async ({ userId }) =>
    Response.json({ userId }, { headers: { 'set-cookie': await beginSession(userId, 'passkey') } }),
  clientAddress: (_request, context) => getConnInfo(context).remote.address,
})

import { createPasskeys } from '@latchkey/core'
import { createPasskeyHandler } from '@latchkey/http'
import { prismaStorage } from '@latchkey/prisma'
import { origin, secret } from './environment.js'
import { beginSession, readSession } from './sessions.js'
import { prisma } from './users.js'

const storage = prismaStorage(prisma)
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
  clientAddress: (_request, { socket }) => socket.remoteAddress,
})

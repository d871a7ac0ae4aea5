import { createPasskeys } from '@latchkey/core'
import { createPasskeyHandler } from '@latchkey/http'
import { memoryStorage } from '@latchkey/memory'
import { origin, secret } from './environment.js'
import { beginSession, readSession } from './sessions.js'

const passkeys = createPasskeys({
  relyingParty: { id: new URL(origin).hostname, name: 'Fieldnotes', origins: [origin] },
  secret,
  storage: memoryStorage(),
  policy: { mode: 'optional' },
  host: { otherSignInMethods: () => ['password'] },
})

export const handlePasskeys = createPasskeyHandler(passkeys, {
  serve: ['public', 'self'],
  session: (request) => readSession(request.headers.get('cookie')),
  onSignedIn: async ({ userId }) =>
    Response.json({ userId }, { headers: { 'set-cookie': await beginSession(userId, 'passkey') } }),
  clientAddress: (_request, event) => event.req.ip,
})

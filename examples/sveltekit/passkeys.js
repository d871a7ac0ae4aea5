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
  session: (_request, { cookies }) => readSession(cookies),
  onSignedIn: ({ userId }, _request, { cookies }) => {
    beginSession(cookies, userId, 'passkey')
    return Response.json({ userId })
  },
  clientAddress: (_request, event) => event.getClientAddress(),
})

import { createPasskeys } from '@latchkey/core'
import { d1Storage } from '@latchkey/d1'
import { createPasskeyHandler } from '@latchkey/http'
import { beginSession, readSession } from './sessions.js'

/** The handler for the bindings of this Worker. */
export function createPasskeyRoutes({ DB, ORIGIN, PASSKEYS_SECRET }) {
  const passkeys = createPasskeys({
    relyingParty: { id: new URL(ORIGIN).hostname, name: 'Fieldnotes', origins: [ORIGIN] },
    secret: PASSKEYS_SECRET,
    storage: d1Storage(DB),
    policy: { mode: 'optional' },
    host: { otherSignInMethods: () => ['password'] },
  })
  return createPasskeyHandler(passkeys, {
    serve: ['public', 'self'],
    session: (request) => readSession(DB, request.headers.get('cookie')),
    onSignedIn: async ({ userId }) =>
      Response.json({ userId }, { headers: { 'set-cookie': await beginSession(DB, userId, 'passkey') } }),
    clientAddress: (request) => request.headers.get('cf-connecting-ip'),
  })
}

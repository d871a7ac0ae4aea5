import { createPasskeys } from '@latchkey/core'
import { createPasskeyHandler } from '@latchkey/http'
import { libsqlClient, sqlStorage } from '@latchkey/sql'
import { NextResponse } from 'next/server'
import { database } from './database.js'
import { origin, secret } from './environment.js'
import { beginSession, readSession } from './sessions.js'

export const storage = sqlStorage(libsqlClient(database))

const passkeys = createPasskeys({
  relyingParty: { id: new URL(origin).hostname, name: 'Fieldnotes', origins: [origin] },
  secret,
  storage,
  policy: { mode: 'optional' },
  host: { otherSignInMethods: () => ['password'] },
})

export const handlePasskeys = createPasskeyHandler(passkeys, {
  serve: ['public', 'self'],
  session: (_request, { cookies }) => readSession(cookies),
  onSignedIn: async ({ userId }) => {
    const response = NextResponse.json({ userId })
    response.cookies.set(...(await beginSession(userId, 'passkey')))
    return response
  },
  // Next.js does not know it. Behind a proxy, return the header that the proxy sets.
  clientAddress: () => undefined,
})

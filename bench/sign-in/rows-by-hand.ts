import { randomUUID } from 'node:crypto'
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { BenchDatabase } from '../peers/open-database.js'
import { origin, pageRequest, readAnswer, rpId, type SignInServer } from './sign-in-server.js'

const tables = `
  create table challenges (id text primary key, challenge text not null, expires_at integer not null);
  create table passkeys (
    id text primary key, user_id text not null, public_key blob not null, counter integer not null,
    backed_up integer not null, last_used_at integer
  );
  create table events (id text primary key, name text not null, at integer not null, user_id text not null, data text not null);
  create index events_by_user on events (user_id, at);`

const challengeMs = 300_000

/**
 * A Fetch handler with `@simplewebauthn/server`, as its guide describes it: challenges, passkeys and events are rows, by
 * prepared statements, and what belongs together is one transaction.
 */
export function rowsByHand(database: BenchDatabase): SignInServer {
  database.exec(tables)
  const insertChallenge = database.prepare('insert into challenges values (?, ?, ?)')
  const takeChallenge = database.prepare('delete from challenges where id = ? and expires_at > ? returning challenge')
  const insertPasskey = database.prepare('insert into passkeys values (?, ?, ?, ?, ?, null)')
  const selectPasskey = database.prepare('select * from passkeys where id = ?')
  const updatePasskey = database.prepare(
    'update passkeys set counter = ?, backed_up = ?, last_used_at = ? where id = ? and counter = ?',
  )
  const insertEvent = database.prepare('insert into events values (?, ?, ?, ?, ?)')
  const recordUse = database.transaction((passkey: PasskeyRow, use: { counter: number; backedUp: boolean }) => {
    const [now, { id, user_id: userId, counter }] = [Date.now(), passkey]
    if (updatePasskey.run(use.counter, use.backedUp ? 1 : 0, now, id, counter).changes === 0) throw refused()
    insertEvent.run(randomUUID(), 'passkey.used', now, userId, JSON.stringify({ passkeyId: id }))
  })

  async function begin(): Promise<Response> {
    const options = await generateAuthenticationOptions({ rpID: rpId, userVerification: 'required' })
    const id = randomUUID()
    insertChallenge.run(id, options.challenge, Date.now() + challengeMs)
    const cookie = `challenge=${id}; Path=/; HttpOnly; Secure; SameSite=Lax`
    return Response.json(options, { headers: { 'set-cookie': cookie, 'cache-control': 'no-store' } })
  }

  async function finish(request: Request): Promise<Response> {
    if (request.headers.get('origin') !== origin) throw refused()
    const id = /(?:^|; )challenge=([^;]+)/.exec(request.headers.get('cookie') ?? '')?.[1]
    const taken = takeChallenge.get(id, Date.now()) as { readonly challenge: string } | undefined
    const response = (await request.json()) as AuthenticationResponseJSON
    const passkey = selectPasskey.get(response.id) as PasskeyRow | undefined
    if (!taken || !passkey) throw refused()
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: taken.challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      credential: { id: passkey.id, publicKey: new Uint8Array(passkey.public_key), counter: passkey.counter },
    })
    if (!verified) throw refused()
    recordUse(passkey, { counter: authenticationInfo.newCounter, backedUp: authenticationInfo.credentialBackedUp })
    return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })
  }

  return {
    async enroll(userId, authenticator) {
      const options = await generateRegistrationOptions({ rpName: 'Example', rpID: rpId, userName: userId })
      const { registrationInfo } = await verifyRegistrationResponse({
        // The same by its content; only the declarations differ.
        response: JSON.parse(JSON.stringify(await authenticator.create(options))),
        expectedChallenge: options.challenge,
        expectedOrigin: origin,
        expectedRPID: rpId,
      })
      if (!registrationInfo) throw refused()
      const { credential, credentialBackedUp } = registrationInfo
      const key = Buffer.from(credential.publicKey)
      insertPasskey.run(credential.id, userId, key, credential.counter, credentialBackedUp ? 1 : 0)
    },
    async begin() {
      const { text, cookie } = await readAnswer(await begin())
      return async (authenticator) => {
        const body = JSON.stringify(await authenticator.get(JSON.parse(text)))
        return async () => readAnswer(await finish(pageRequest('/sign-in/finish', body, cookie)))
      }
    },
  }
}

interface PasskeyRow {
  readonly id: string
  readonly user_id: string
  readonly public_key: Buffer
  readonly counter: number
}

function refused(): Error {
  return new Error('The sign-in is refused.')
}

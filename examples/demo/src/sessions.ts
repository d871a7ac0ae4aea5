import { createHash, randomBytes } from 'node:crypto'
import type { SignedIn } from '@latchkey/http'
import { parse, serialize } from 'hono/utils/cookie'
import { database } from './database.js'
import { users } from './users.js'

const cookieName = 'fieldnotes_session'
const lifetimeSeconds = 30 * 86_400

export interface NewSession {
  readonly userId: string
  readonly method: 'password' | 'passkey'
  /** The request that signs in; the session it came with ends. */
  readonly request: Request
}

/** The app's own sessions. A cookie holds 32 random bytes, the database their digest. */
export const sessions = {
  /** Who is signed in, when, and how. */
  async read(request: Request): Promise<SignedIn | null> {
    const token = tokenOf(request)
    if (token === undefined) return null
    const row = await database
      .selectFrom('sessions')
      .selectAll()
      .where('token_hash', '=', digest(token))
      .where('expires_at', '>', Date.now())
      .executeTakeFirst()
    const user = row && (await users.findById(row.user_id))
    if (!row || !user) return null
    return { userId: user.id, authenticatedAt: row.authenticated_at, methods: JSON.parse(row.methods), user }
  },

  /** Begins a session under a new id and answers its cookie: one that was planted before is worth nothing. */
  async begin({ userId, method, request }: NewSession): Promise<string> {
    await sessions.end(request)
    const now = Date.now()
    await database.deleteFrom('sessions').where('expires_at', '<=', now).execute()
    const token = randomBytes(32).toString('base64url')
    const row = {
      token_hash: digest(token),
      user_id: userId,
      authenticated_at: now,
      methods: JSON.stringify([{ name: method, at: now }]),
      expires_at: now + lifetimeSeconds * 1000,
    }
    await database.insertInto('sessions').values(row).execute()
    return cookie(token, lifetimeSeconds)
  },

  /** Ends the session that the request came with; answers the cookie that takes its cookie away. */
  async end(request: Request): Promise<string> {
    const token = tokenOf(request)
    if (token !== undefined) await database.deleteFrom('sessions').where('token_hash', '=', digest(token)).execute()
    return cookie('', 0)
  },
}

function tokenOf(request: Request): string | undefined {
  return parse(request.headers.get('cookie') ?? '', cookieName)[cookieName]
}

function cookie(value: string, maxAge: number): string {
  return serialize(cookieName, value, { httpOnly: true, sameSite: 'Lax', path: '/', maxAge })
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

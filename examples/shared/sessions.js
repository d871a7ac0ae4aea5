// The app's own sessions: an id in a cookie. A real app stores them in its database.
import { randomBytes } from 'node:crypto'
import { findEmail } from './users.js'

const sessions = new Map()
const idIn = (cookies) => /(?:^|; )session=([\w-]+)/.exec(cookies ?? '')?.[1]

/** The cookie of a new session. */
export async function beginSession(userId, method) {
  const id = randomBytes(32).toString('base64url')
  sessions.set(id, { userId, email: await findEmail(userId), method, at: Date.now() })
  return `session=${id}; Path=/; HttpOnly; SameSite=Lax`
}

/** Who is signed in, as Latchkey reads it; null for no one. */
export function readSession(cookies) {
  const session = sessions.get(idIn(cookies))
  if (!session) return null
  const { userId, email, method, at } = session
  return { userId, user: { name: email }, authenticatedAt: at, methods: [{ name: method, at }] }
}

/** Ends the session, and returns the cookie that removes it. */
export function endSession(cookies) {
  sessions.delete(idIn(cookies))
  return 'session=; Path=/; Max-Age=0'
}

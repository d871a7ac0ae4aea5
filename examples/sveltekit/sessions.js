// The app's own sessions: an id in a cookie. A real app stores them in its database.
import { randomBytes } from 'node:crypto'
import { findEmail } from './users.js'

const sessions = new Map()

export function beginSession(cookies, userId, method) {
  const id = randomBytes(32).toString('base64url')
  sessions.set(id, { userId, email: findEmail(userId), method, at: Date.now() })
  cookies.set('session', id, { path: '/' })
}

/** Who is signed in, as Latchkey reads it; null for no one. */
export function readSession(cookies) {
  const session = sessions.get(cookies.get('session'))
  if (!session) return null
  const { userId, email, method, at } = session
  return { userId, user: { name: email }, authenticatedAt: at, methods: [{ name: method, at }] }
}

export function endSession(cookies) {
  sessions.delete(cookies.get('session'))
  cookies.delete('session', { path: '/' })
}

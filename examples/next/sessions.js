// The app's own sessions: an id in a cookie. They are in the database: Next.js bundles pages and routes separately.
import { randomBytes } from 'node:crypto'
import { database } from './database.js'

const attributes = { path: '/', httpOnly: true, sameSite: 'lax' }

/** The name, value and attributes of the cookie of a new session. */
export async function beginSession(userId, method) {
  const id = randomBytes(32).toString('base64url')
  await database.execute({ sql: 'insert into sessions values (?, ?, ?, ?)', args: [id, userId, method, Date.now()] })
  return ['session', id, attributes]
}

/** Who is signed in, as Latchkey reads it; null for no one. */
export async function readSession(cookies) {
  const sql = 'select s.*, u.email from sessions s join users u on u.id = s.user_id where s.id = ?'
  const { rows } = await database.execute({ sql, args: [cookies.get('session')?.value ?? ''] })
  if (!rows[0]) return null
  const { user_id: userId, email, method, at } = rows[0]
  return { userId, user: { name: email }, authenticatedAt: at, methods: [{ name: method, at }] }
}

export async function endSession(cookies) {
  await database.execute({ sql: 'delete from sessions where id = ?', args: [cookies.get('session')?.value ?? ''] })
  cookies.delete('session')
}

// The app's own sessions: an id in a cookie, and a row in D1. Workers do not share memory.
const idIn = (cookies) => /(?:^|; )session=([\w-]+)/.exec(cookies ?? '')?.[1] ?? ''

/** The cookie of a new session. */
export async function beginSession(DB, userId, method) {
  const id = `${crypto.randomUUID()}${crypto.randomUUID()}`
  await DB.prepare('insert into sessions values (?, ?, ?, ?)').bind(id, userId, method, Date.now()).run()
  return `session=${id}; Path=/; HttpOnly; SameSite=Lax`
}

/** Who is signed in, as Latchkey reads it; null for no one. */
export async function readSession(DB, cookies) {
  const sql = 'select s.*, u.email from sessions s join users u on u.id = s.user_id where s.id = ?'
  const session = await DB.prepare(sql).bind(idIn(cookies)).first()
  if (!session) return null
  const { user_id: userId, email, method, at } = session
  return { userId, user: { name: email }, authenticatedAt: at, methods: [{ name: method, at }] }
}

/** Ends the session, and returns the cookie that removes it. */
export async function endSession(DB, cookies) {
  await DB.prepare('delete from sessions where id = ?').bind(idIn(cookies)).run()
  return 'session=; Path=/; Max-Age=0'
}

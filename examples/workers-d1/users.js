// The app's own users, as they were before there were passkeys.
import { hashPassword, isPassword } from './passwords.js'

/** The id of the new user; undefined if the address is taken. */
export async function createUser(DB, email, password) {
  const id = crypto.randomUUID()
  const insert = DB.prepare('insert into users values (?, ?, ?) on conflict do nothing')
  const { meta } = await insert.bind(id, email, hashPassword(password)).run()
  return meta.changes === 1 ? id : undefined
}

/** The id of the user with this password, if there is one. */
export async function checkPassword(DB, email, password) {
  const user = await DB.prepare('select * from users where email = ?').bind(email).first()
  return isPassword(password, user?.password) ? user?.id : undefined
}

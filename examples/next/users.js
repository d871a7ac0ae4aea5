// The app's own users, as they were before there were passkeys.
import { randomUUID } from 'node:crypto'
import { database } from './database.js'
import { hashPassword, isPassword } from './passwords.js'

/** The id of the new user; undefined if the address is taken. */
export async function createUser(email, password) {
  const id = randomUUID()
  const sql = 'insert into users values (?, ?, ?) on conflict do nothing'
  const { rowsAffected } = await database.execute({ sql, args: [id, email, hashPassword(password)] })
  return rowsAffected === 1 ? id : undefined
}

/** The id of the user with this password, if there is one. */
export async function checkPassword(email, password) {
  const { rows } = await database.execute({ sql: 'select * from users where email = ?', args: [email] })
  return isPassword(password, rows[0]?.password) ? rows[0]?.id : undefined
}

// The app's own users, as they were before there were passkeys.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { hashPassword, isPassword } from './passwords.js'

export const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
await pool.query(
  'create table if not exists users (id text primary key, email text unique not null, password text not null)',
)

/** The id of the new user; undefined if the address is taken. */
export async function createUser(email, password) {
  const id = randomUUID()
  const sql = 'insert into users values ($1, $2, $3) on conflict do nothing'
  const { rowCount } = await pool.query(sql, [id, email, hashPassword(password)])
  return rowCount === 1 ? id : undefined
}

/** The id of the user with this password, if there is one. */
export async function checkPassword(email, password) {
  const { rows } = await pool.query('select * from users where email = $1', [email])
  return isPassword(password, rows[0]?.password) ? rows[0]?.id : undefined
}

export async function findEmail(userId) {
  const { rows } = await pool.query('select email from users where id = $1', [userId])
  return rows[0]?.email
}

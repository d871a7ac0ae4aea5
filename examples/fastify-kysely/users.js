// The app's own users, as they were before there were passkeys.
import { randomUUID } from 'node:crypto'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { hashPassword, isPassword } from './passwords.js'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
export const db = new Kysely({ dialect: new PostgresDialect({ pool }) })
await db.schema
  .createTable('users')
  .ifNotExists()
  .addColumn('id', 'text', (column) => column.primaryKey())
  .addColumn('email', 'text', (column) => column.unique().notNull())
  .addColumn('password', 'text', (column) => column.notNull())
  .execute()

/** The id of the new user; undefined if the address is taken. */
export async function createUser(email, password) {
  const user = { id: randomUUID(), email, password: hashPassword(password) }
  const insert = db
    .insertInto('users')
    .values(user)
    .onConflict((conflict) => conflict.doNothing())
  return (await insert.returning('id').executeTakeFirst())?.id
}

/** The id of the user with this password, if there is one. */
export async function checkPassword(email, password) {
  const user = await db.selectFrom('users').selectAll().where('email', '=', email).executeTakeFirst()
  return isPassword(password, user?.password) ? user?.id : undefined
}

export async function findEmail(userId) {
  return (await db.selectFrom('users').select('email').where('id', '=', userId).executeTakeFirst())?.email
}

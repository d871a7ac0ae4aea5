// The app's own users, as they were before there were passkeys.
import { randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
export const db = new Kysely({ dialect: new PostgresDialect({ pool }) })
await db.schema
  .createTable('users')
  .ifNotExists()
  .addColumn('id', 'text', (column) => column.primaryKey())
  .addColumn('email', 'text', (column) => column.unique().notNull())
  .addColumn('password', 'text', (column) => column.notNull())
  .execute()

const digest = (password, salt) => `${salt}:${scryptSync(password, salt, 32).toString('hex')}`

/** The id of the new user; undefined if the address is taken. */
export async function createUser(email, password) {
  const user = { id: randomUUID(), email, password: digest(password, randomBytes(16).toString('hex')) }
  const insert = db
    .insertInto('users')
    .values(user)
    .onConflict((conflict) => conflict.doNothing())
  return (await insert.returning('id').executeTakeFirst())?.id
}

/** The id of the user with this password, if there is one. */
export async function checkPassword(email, password) {
  const user = await db.selectFrom('users').selectAll().where('email', '=', email).executeTakeFirst()
  const stored = user?.password ?? digest('', 'no user')
  const isRight = timingSafeEqual(Buffer.from(digest(password, stored.split(':')[0])), Buffer.from(stored))
  return isRight ? user?.id : undefined
}

export async function findEmail(userId) {
  return (await db.selectFrom('users').select('email').where('id', '=', userId).executeTakeFirst())?.email
}

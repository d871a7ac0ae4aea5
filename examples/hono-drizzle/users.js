// The app's own users, as they were before there were passkeys.
import { randomUUID } from 'node:crypto'
import { createClient } from '@libsql/client'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/libsql'
import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { hashPassword, isPassword } from './passwords.js'

const users = sqliteTable('users', {
  id: text().primaryKey(),
  email: text().unique().notNull(),
  password: text().notNull(),
})
const client = createClient({ url: process.env.DATABASE_URL ?? 'file:app.db', timeout: 5000 })
await client.execute(
  'create table if not exists users (id text primary key, email text unique not null, password text not null)',
)
export const db = drizzle({ client })

/** The id of the new user; undefined if the address is taken. */
export async function createUser(email, password) {
  const user = { id: randomUUID(), email, password: hashPassword(password) }
  const [created] = await db.insert(users).values(user).onConflictDoNothing().returning()
  return created?.id
}

/** The id of the user with this password, if there is one. */
export async function checkPassword(email, password) {
  const [user] = await db.select().from(users).where(eq(users.email, email))
  return isPassword(password, user?.password) ? user?.id : undefined
}

export async function findEmail(userId) {
  const [user] = await db.select().from(users).where(eq(users.id, userId))
  return user?.email
}

import { randomUUID } from 'node:crypto'
import type { CodeMessage, NewUser } from '@latchkey/core'
import { hash, verify } from '@node-rs/argon2'
import type { Transaction } from 'kysely'
import { type AppTables, database } from './database.js'

export interface User {
  readonly id: string
  readonly name: string
  readonly displayName: string
}

export interface Credentials {
  readonly email: string
  readonly password: string
}

/** The hash of users without a password. No password has this hash. */
const noPassword = ''

/** The hash of a random password, so that an unknown address takes as long as a wrong password. */
const dummyHash = await hash(randomUUID())

/** The app's own users. E-mail addresses are unique and case-insensitive. */
export const users = {
  async findByEmail(email: string): Promise<User | undefined> {
    const row = await database
      .selectFrom('users')
      .select(['id', 'email'])
      .where('email', '=', canonical(email))
      .executeTakeFirst()
    return row && toUser(row)
  },

  async findById(id: string): Promise<User | undefined> {
    const row = await database.selectFrom('users').select(['id', 'email']).where('id', '=', id).executeTakeFirst()
    return row && toUser(row)
  },

  /** The names of these users, by id; without those who do not exist. */
  async namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = await Promise.all([...new Set(ids)].map((id) => users.findById(id)))
    return new Map(found.flatMap((user) => (user ? [[user.id, user.name]] : [])))
  },

  /** The demo sends no mail: the code appears in its terminal. */
  async sendCode({ userId, code }: CodeMessage): Promise<void> {
    const user = await users.findById(userId)
    console.info(`A one-time code for ${user?.name ?? 'an unknown user'}: ${code}`)
  },

  /** The new user; undefined if the address is taken. */
  async create({ email, password }: Credentials): Promise<User | undefined> {
    const row = {
      id: randomUUID(),
      email: canonical(email),
      password_hash: await hash(password),
      created_at: Date.now(),
    }
    const { numInsertedOrUpdatedRows } = await database
      .insertInto('users')
      .values(row)
      .onConflict((conflict) => conflict.column('email').doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n ? toUser(row) : undefined
  },

  /** Creates a user without a password, in the transaction that stores the passkey. Rejects if the address is taken. */
  async createWithPasskey({ userId, profile }: NewUser, transaction: Transaction<AppTables>): Promise<void> {
    const { email = '' } = profile
    const row = { id: userId, email: canonical(email), password_hash: noPassword, created_at: Date.now() }
    await transaction.insertInto('users').values(row).execute()
  },

  /** What the user can sign in with, apart from passkeys. */
  async otherSignInMethods({ userId }: { readonly userId: string }): Promise<readonly string[]> {
    const row = await database.selectFrom('users').select('password_hash').where('id', '=', userId).executeTakeFirst()
    return row && row.password_hash !== noPassword ? ['password'] : []
  },

  /** Sets a password if the user has none. */
  async setPassword({ userId, password }: { readonly userId: string; readonly password: string }): Promise<void> {
    await database
      .updateTable('users')
      .set({ password_hash: await hash(password) })
      .where('id', '=', userId)
      .where('password_hash', '=', noPassword)
      .execute()
  },

  /** The user with this e-mail address and password. */
  async findByPassword({ email, password }: Credentials): Promise<User | undefined> {
    const row = await database.selectFrom('users').selectAll().where('email', '=', canonical(email)).executeTakeFirst()
    const isRight = await verify(row?.password_hash || dummyHash, password)
    return row && isRight ? toUser(row) : undefined
  },
}

function canonical(email: string): string {
  return email.trim().normalize('NFC').toLowerCase()
}

function toUser({ id, email }: { readonly id: string; readonly email: string }): User {
  return { id, name: email, displayName: email }
}

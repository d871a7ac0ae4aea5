import { randomUUID } from 'node:crypto'
import type { NewUser } from '@latchkey/core'
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

/** Stands for the password of who has none; no password has this hash. */
const noPassword = ''

/** A hash of nobody's password: who is unknown costs as much time as who mistyped. */
const nobodysHash = await hash(randomUUID())

/** The app's own users. An e-mail address belongs to one of them, however it is written. */
export const users = {
  async findByEmail(email: string): Promise<User | undefined> {
    const row = await database
      .selectFrom('users')
      .select(['id', 'email'])
      .where('email', '=', canonical(email))
      .executeTakeFirst()
    return row && show(row)
  },

  async findById(id: string): Promise<User | undefined> {
    const row = await database.selectFrom('users').select(['id', 'email']).where('id', '=', id).executeTakeFirst()
    return row && show(row)
  },

  /** The new user; undefined when the address is taken. */
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
    return numInsertedOrUpdatedRows === 1n ? show(row) : undefined
  },

  /** A new user without a password, in the transaction that keeps the first passkey. Rejects when the address is taken. */
  async createWithPasskey({ userId, profile }: NewUser, transaction: Transaction<AppTables>): Promise<void> {
    const { email = '' } = profile
    const row = { id: userId, email: canonical(email), password_hash: noPassword, created_at: Date.now() }
    await transaction.insertInto('users').values(row).execute()
  },

  /** What the user can sign in with beside passkeys. */
  async otherSignInMethods({ userId }: { readonly userId: string }): Promise<readonly string[]> {
    const row = await database.selectFrom('users').select('password_hash').where('id', '=', userId).executeTakeFirst()
    return row && row.password_hash !== noPassword ? ['password'] : []
  },

  /** Gives a password to a user who has none; one that there is stays. */
  async setPassword({ userId, password }: { readonly userId: string; readonly password: string }): Promise<void> {
    await database
      .updateTable('users')
      .set({ password_hash: await hash(password) })
      .where('id', '=', userId)
      .where('password_hash', '=', noPassword)
      .execute()
  },

  /** The user whose password this is. */
  async findByPassword({ email, password }: Credentials): Promise<User | undefined> {
    const row = await database.selectFrom('users').selectAll().where('email', '=', canonical(email)).executeTakeFirst()
    const isRight = await verify(row?.password_hash || nobodysHash, password)
    return row && isRight ? show(row) : undefined
  },
}

function canonical(email: string): string {
  return email.trim().normalize('NFC').toLowerCase()
}

function show({ id, email }: { readonly id: string; readonly email: string }): User {
  return { id, name: email, displayName: email }
}

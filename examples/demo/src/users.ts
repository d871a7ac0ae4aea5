import { randomUUID } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { database } from './database.js'

export interface User {
  readonly id: string
  readonly name: string
  readonly displayName: string
}

export interface Credentials {
  readonly email: string
  readonly password: string
}

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

  /** The user whose password this is. */
  async findByPassword({ email, password }: Credentials): Promise<User | undefined> {
    const row = await database.selectFrom('users').selectAll().where('email', '=', canonical(email)).executeTakeFirst()
    const isRight = await verify(row?.password_hash ?? nobodysHash, password)
    return row && isRight ? show(row) : undefined
  },
}

function canonical(email: string): string {
  return email.trim().normalize('NFC').toLowerCase()
}

function show({ id, email }: { readonly id: string; readonly email: string }): User {
  return { id, name: email, displayName: email }
}

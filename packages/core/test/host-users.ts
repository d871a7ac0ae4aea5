import type { Host, NewUser, Profile } from '@latchkey/core'
import { type Kysely, sql } from 'kysely'

/** A user in the host's own table. */
export interface KeptUser {
  readonly id: string
  readonly email: string
  readonly isPending: boolean
}

/** A host with a table of users, as far as signing up needs one. */
export interface HostUsers {
  readonly host: Host
  all(): Promise<readonly KeptUser[]>
}

interface PendingUser {
  readonly profile: Profile
  isPending: boolean
}

/** Users beside the storage: pending until they are confirmed. A unique index keeps each identifier one user's. */
export function usersApart(): HostUsers {
  const users = new Map<string, PendingUser>()
  const find = (identifier: string) =>
    [...users].find(([, { profile }]) => Object.values(profile).includes(identifier.toLowerCase()))?.[0]
  const host: Host = {
    findUser(identifier) {
      const id = find(identifier)
      return id === undefined ? undefined : { id, name: identifier }
    },
    createUser({ userId, profile }) {
      if (users.has(userId)) return
      const { email, phone, username } = lowerCased(profile)
      const isTaken = [email, phone, username].some((identifier) => identifier && find(identifier) !== undefined)
      if (isTaken) throw new Error('UNIQUE constraint failed')
      users.set(userId, { profile: lowerCased(profile), isPending: true })
    },
    confirmUser({ userId }) {
      const user = users.get(userId)
      if (user) user.isPending = false
    },
    discardUser({ userId }) {
      if (users.get(userId)?.isPending) users.delete(userId)
    },
    maySignIn: ({ userId }) => users.get(userId)?.isPending === false,
  }
  const all = async () =>
    [...users].map(([id, { profile, isPending }]) => ({ id, email: profile.email ?? '', isPending }))
  return { host, all }
}

function lowerCased(profile: Profile): Profile {
  const entries = Object.entries(profile).map(([name, value]) => [name, String(value).toLowerCase()])
  return Object.fromEntries(entries)
}

type UserTables = {
  readonly app_users: {
    readonly id: string
    readonly email: string | null
    readonly phone: string | null
    readonly username: string | null
  }
}

/** Users in the database that the storage is in, made in its transactions. */
export async function usersTogether(database: Kysely<unknown>): Promise<HostUsers> {
  const db = database.withTables<UserTables>()
  await sql`create table app_users (
    id varchar(255) primary key, email varchar(255) unique, phone varchar(255) unique, username varchar(255) unique
  )`.execute(db)
  const host: Host = {
    async findUser(identifier) {
      const text = identifier.toLowerCase()
      const named = db.selectFrom('app_users').select('id')
      const user = await named
        .where((row) => row.or([row('email', '=', text), row('phone', '=', text), row('username', '=', text)]))
        .executeTakeFirst()
      return user && { id: user.id, name: identifier }
    },
    async createUser({ userId: id, profile }: NewUser, transaction: Kysely<UserTables>) {
      const { email = null, phone = null, username = null } = lowerCased(profile)
      await transaction.insertInto('app_users').values({ id, email, phone, username }).execute()
    },
  }
  const all = async () =>
    (await db.selectFrom('app_users').select(['id', 'email']).execute()).map(({ id, email }) => {
      return { id, email: email ?? '', isPending: false }
    })
  return { host, all }
}

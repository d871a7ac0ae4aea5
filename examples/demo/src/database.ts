import { sqlitePragmas } from '@latchkey/kysely'
import { Kysely, SqliteDialect } from 'kysely'
import Libsql from 'libsql'
import { environment } from './environment.js'

interface UsersTable {
  readonly id: string
  readonly email: string
  readonly password_hash: string
  readonly created_at: number
}

interface SessionsTable {
  /** SHA-256 of the cookie's value: who reads the database cannot become anyone. */
  readonly token_hash: string
  readonly user_id: string
  readonly authenticated_at: number
  /** JSON: how the user signed in. */
  readonly methods: string
  readonly expires_at: number
}

export interface AppTables {
  readonly users: UsersTable
  readonly sessions: SessionsTable
}

const file = new Libsql(environment.databaseFile)
for (const pragma of [...sqlitePragmas, 'foreign_keys = on']) file.pragma(pragma)

/** One SQLite file, which the app's own tables share with the passkeys. */
export const database = new Kysely<AppTables>({ dialect: new SqliteDialect({ database: file }) })

await database.schema
  .createTable('users')
  .ifNotExists()
  .addColumn('id', 'text', (column) => column.primaryKey())
  .addColumn('email', 'text', (column) => column.notNull().unique())
  .addColumn('password_hash', 'text', (column) => column.notNull())
  .addColumn('created_at', 'integer', (column) => column.notNull())
  .execute()

await database.schema
  .createTable('sessions')
  .ifNotExists()
  .addColumn('token_hash', 'text', (column) => column.primaryKey())
  .addColumn('user_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
  .addColumn('authenticated_at', 'integer', (column) => column.notNull())
  .addColumn('methods', 'text', (column) => column.notNull())
  .addColumn('expires_at', 'integer', (column) => column.notNull())
  .execute()

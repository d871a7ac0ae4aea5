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
  /** SHA-256 of the cookie's value: reading the database is not enough to take over a session. */
  readonly token_hash: string
  readonly user_id: string
  readonly authenticated_at: number
  /** JSON: how the user signed in. */
  readonly methods: string
  readonly expires_at: number
  /** The organization that the user works in now. */
  readonly organization_id: string | null
  /** How the session started: `sign-up` or `sign-in`. */
  readonly occasion: string
  /** JSON: the passkey that signed in, and its assurance. */
  readonly proof: string | null
  /** JSON: the capabilities that the browser reported. */
  readonly device: string | null
}

interface MembershipsTable {
  readonly user_id: string
  readonly organization_id: string
}

interface AdminsTable {
  readonly user_id: string
}

export interface AppTables {
  readonly users: UsersTable
  readonly sessions: SessionsTable
  readonly memberships: MembershipsTable
  readonly admins: AdminsTable
}

const file = new Libsql(environment.databaseFile)
for (const pragma of [...sqlitePragmas, 'foreign_keys = on']) file.pragma(pragma)

/** One SQLite file for the app's own tables and the passkeys. */
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

const tables = await database.introspection.getTables()
const columns = tables.find(({ name }) => name === 'sessions')?.columns.map(({ name }) => name) ?? []
// Sessions in a file from before organizations existed stay valid.
if (!columns.includes('organization_id')) {
  for (const name of ['organization_id', 'proof', 'device']) {
    await database.schema.alterTable('sessions').addColumn(name, 'text').execute()
  }
  await database.schema
    .alterTable('sessions')
    .addColumn('occasion', 'text', (column) => column.notNull().defaultTo('sign-in'))
    .execute()
}

await database.schema
  .createTable('memberships')
  .ifNotExists()
  .addColumn('user_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
  .addColumn('organization_id', 'text', (column) => column.notNull())
  .addPrimaryKeyConstraint('memberships_key', ['user_id', 'organization_id'])
  .execute()

await database.schema
  .createTable('admins')
  .ifNotExists()
  .addColumn('user_id', 'text', (column) => column.primaryKey().references('users.id').onDelete('cascade'))
  .execute()

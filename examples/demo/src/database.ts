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
  /** 1 while the second step of the sign-in is missing. */
  readonly partial: number
  /** Until when the last step-up is valid, epoch milliseconds. */
  readonly stepped_up_until: number
}

interface MembershipsTable {
  readonly user_id: string
  readonly organization_id: string
}

interface TransfersTable {
  readonly id: string
  readonly user_id: string
  readonly confirmed_at: number
  /** JSON: what the user confirmed. */
  readonly payload: string
  /** JSON: the receipt, for `verifyReceipt`. */
  readonly receipt: string
  /** base64url: the public key of the passkey, as it was stored when the user confirmed. */
  readonly public_key: string
}

interface TwoStepUsersTable {
  readonly user_id: string
}

interface ReceivedWebhooksTable {
  /** The id of the event. */
  readonly id: string
  readonly received_at: number
  /** The name of the event. */
  readonly type: string
  readonly user_id: string | null
}

interface NoticesTable {
  readonly id: string
  readonly user_id: string
  readonly at: number
  /** JSON: what happened. */
  readonly notice: string
}

interface AdminsTable {
  readonly user_id: string
}

export interface AppTables {
  readonly users: UsersTable
  readonly sessions: SessionsTable
  readonly memberships: MembershipsTable
  readonly admins: AdminsTable
  readonly transfers: TransfersTable
  readonly two_step_users: TwoStepUsersTable
  readonly received_webhooks: ReceivedWebhooksTable
  readonly notices: NoticesTable
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

if (!columns.includes('partial')) {
  for (const name of ['partial', 'stepped_up_until']) {
    await database.schema
      .alterTable('sessions')
      .addColumn(name, 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
  }
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

await database.schema
  .createTable('transfers')
  .ifNotExists()
  .addColumn('id', 'text', (column) => column.primaryKey())
  .addColumn('user_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
  .addColumn('confirmed_at', 'integer', (column) => column.notNull())
  .addColumn('payload', 'text', (column) => column.notNull())
  .addColumn('receipt', 'text', (column) => column.notNull())
  .addColumn('public_key', 'text', (column) => column.notNull())
  .execute()

await database.schema
  .createTable('two_step_users')
  .ifNotExists()
  .addColumn('user_id', 'text', (column) => column.primaryKey().references('users.id').onDelete('cascade'))
  .execute()

await database.schema
  .createTable('received_webhooks')
  .ifNotExists()
  .addColumn('id', 'text', (column) => column.primaryKey())
  .addColumn('received_at', 'integer', (column) => column.notNull())
  .addColumn('type', 'text', (column) => column.notNull())
  .addColumn('user_id', 'text')
  .execute()

await database.schema
  .createTable('notices')
  .ifNotExists()
  .addColumn('id', 'text', (column) => column.primaryKey())
  .addColumn('user_id', 'text', (column) => column.notNull())
  .addColumn('at', 'integer', (column) => column.notNull())
  .addColumn('notice', 'text', (column) => column.notNull())
  .execute()

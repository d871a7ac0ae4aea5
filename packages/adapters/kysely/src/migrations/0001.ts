import type { CreateTableBuilder, Kysely } from 'kysely'
import type { ColumnTypes } from '../dialect.js'
import type { LatchkeyTables } from '../tables.js'
import type { Migration, Statement } from './migration.js'

/** The tables of the first version, and their indexes. */
export const firstTables: Migration = {
  number: 1,
  statements: (query, columns) => [
    passkeyTable(query, columns),
    query.schema
      .createIndex('latchkey_passkeys_by_user')
      .ifNotExists()
      .on('latchkey_passkeys')
      .columns(['rp_id', 'user_id', 'created_at', 'id']),
    accountTable(query, columns),
    ...spentStatements(query, columns),
    policyTable(query, columns),
    ...codeStatements(query, columns),
    ...eventStatements(query, columns),
    ...rateStatements(query, columns),
  ],
}

type Schema = Kysely<LatchkeyTables>

function passkeyTable({ schema }: Schema, columns: ColumnTypes): Statement {
  const { text, json, number, bytes } = columns
  return schema
    .createTable('latchkey_passkeys')
    .ifNotExists()
    .addColumn('rp_id', text(255), (column) => column.notNull())
    .addColumn('id', text(1364), (column) => column.notNull())
    .addColumn('user_id', text(255), (column) => column.notNull())
    .addColumn('user_handle', text(255), (column) => column.notNull())
    .addColumn('public_key', bytes, (column) => column.notNull())
    .addColumn('algorithm', number, (column) => column.notNull())
    .addColumn('sign_count', number, (column) => column.notNull())
    .addColumn('sign_in_count', number, (column) => column.notNull())
    .addColumn('name', text(100), (column) => column.notNull())
    .addColumn('aaguid', text(255), (column) => column.notNull())
    .addColumn('attestation_format', text(255), (column) => column.notNull())
    .addColumn('attestation_type', text(255), (column) => column.notNull())
    .addColumn('attestation_trusted', number, (column) => column.notNull())
    .addColumn('transports', json, (column) => column.notNull())
    .addColumn('attachment', text(255))
    .addColumn('discoverable', number)
    .addColumn('backup_eligible', number, (column) => column.notNull())
    .addColumn('backed_up', number, (column) => column.notNull())
    .addColumn('user_verified', number, (column) => column.notNull())
    .addColumn('status', text(255), (column) => column.notNull())
    .addColumn('source', text(255), (column) => column.notNull())
    .addColumn('enrolled_by', text(255))
    .addColumn('organization_id', text(255))
    .addColumn('created_at', number, (column) => column.notNull())
    .addColumn('last_used_at', number)
    .addPrimaryKeyConstraint('latchkey_passkeys_key', ['rp_id', 'id'])
}

function accountTable({ schema }: Schema, { text, number }: ColumnTypes): Statement {
  return schema
    .createTable('latchkey_accounts')
    .ifNotExists()
    .addColumn('rp_id', text(255), (column) => column.notNull())
    .addColumn('user_id', text(255), (column) => column.notNull())
    .addColumn('user_handle', text(255), (column) => column.notNull())
    .addColumn('version', number, (column) => column.notNull())
    .addColumn('passkey_count', number, (column) => column.notNull())
    .addColumn('active_count', number, (column) => column.notNull())
    .addColumn('prompt_declined_at', number)
    .addColumn('prompt_declines', number, (column) => column.notNull())
    .addColumn('prompt_never', number, (column) => column.notNull())
    .addColumn('prompt_last_shown_at', number)
    .addColumn('created_at', number, (column) => column.notNull())
    .addColumn('purged_at', number)
    .addPrimaryKeyConstraint('latchkey_accounts_key', ['rp_id', 'user_id'])
}

function spentStatements({ schema }: Schema, { text, number }: ColumnTypes): readonly Statement[] {
  return [
    schema
      .createTable('latchkey_spent')
      .ifNotExists()
      .addColumn('id', text(255), (column) => column.notNull().primaryKey())
      .addColumn('expires_at', number, (column) => column.notNull()),
    schema.createIndex('latchkey_spent_by_expiry').ifNotExists().on('latchkey_spent').column('expires_at'),
  ]
}

function policyTable({ schema }: Schema, { text, json, number }: ColumnTypes): Statement {
  return schema
    .createTable('latchkey_policies')
    .ifNotExists()
    .addColumn('scope', text(268), (column) => column.notNull().primaryKey())
    .addColumn('enabled', number, (column) => column.notNull())
    .addColumn('policy', json, (column) => column.notNull())
    .addColumn('version', number, (column) => column.notNull())
    .addColumn('changed_at', number, (column) => column.notNull())
    .addColumn('changed_by', text(255))
}

function codeStatements({ schema }: Schema, { text, number, bytes }: ColumnTypes): readonly Statement[] {
  const index = (name: string) => schema.createIndex(name).ifNotExists().on('latchkey_codes')
  return [
    schema
      .createTable('latchkey_codes')
      .ifNotExists()
      .addColumn('id', text(255), (column) => column.notNull().primaryKey())
      .addColumn('purpose', text(255), (column) => column.notNull())
      .addColumn('rp_id', text(255), (column) => column.notNull())
      .addColumn('user_id', text(255), (column) => column.notNull())
      .addColumn('hash', bytes, (column) => column.notNull())
      .addColumn('tries_left', number, (column) => column.notNull())
      .addColumn('expires_at', number)
      .addColumn('created_by', text(255))
      .addColumn('organization_id', text(255))
      .addColumn('used_at', number),
    index('latchkey_codes_by_user').columns(['rp_id', 'user_id']),
    index('latchkey_codes_by_expiry').column('expires_at'),
    index('latchkey_codes_by_use').column('used_at'),
  ]
}

function eventStatements({ schema }: Schema, columns: ColumnTypes): readonly Statement[] {
  const index = (name: string) => schema.createIndex(name).ifNotExists().on('latchkey_events')
  return [
    withEventColumns(schema.createTable('latchkey_events').ifNotExists(), columns),
    index('latchkey_events_by_user').columns(['rp_id', 'user_id', 'settled_at', 'id']),
    index('latchkey_events_by_settling').columns(['settled_at', 'id']),
    index('latchkey_events_by_claim').columns(['claimed_by', 'id']),
  ]
}

function withEventColumns(
  table: CreateTableBuilder<'latchkey_events'>,
  { text, json, number }: ColumnTypes,
): Statement {
  return table
    .addColumn('id', text(255), (column) => column.notNull().primaryKey())
    .addColumn('name', text(255), (column) => column.notNull())
    .addColumn('at', number, (column) => column.notNull())
    .addColumn('rp_id', text(255), (column) => column.notNull())
    .addColumn('user_id', text(255))
    .addColumn('organization_id', text(255))
    .addColumn('actor_type', text(255), (column) => column.notNull())
    .addColumn('actor_id', text(255))
    .addColumn('data', json, (column) => column.notNull())
    .addColumn('claimed_by', text(255))
    .addColumn('leased_until', number, (column) => column.notNull())
    .addColumn('settled_at', number)
}

function rateStatements({ schema }: Schema, { text, number }: ColumnTypes): readonly Statement[] {
  return [
    schema
      .createTable('latchkey_rates')
      .ifNotExists()
      .addColumn('key', text(255), (column) => column.notNull().primaryKey())
      .addColumn('count', number, (column) => column.notNull())
      .addColumn('resets_at', number, (column) => column.notNull()),
    schema.createIndex('latchkey_rates_by_end').ifNotExists().on('latchkey_rates').column('resets_at'),
  ]
}

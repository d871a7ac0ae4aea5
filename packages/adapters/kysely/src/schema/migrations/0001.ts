import type { Migration, SchemaWriter, Statement } from './migration.js'

/** The tables of the first version, and their indexes. */
export const firstTables: Migration = {
  number: 1,
  statements: (writer) => [
    passkeyTable(writer),
    writer
      .index('latchkey_passkeys_by_user')
      .on('latchkey_passkeys')
      .columns(['rp_id', 'user_id', 'created_at', ...(writer.indexesEndWithKey ? [] : ['id'])]),
    accountTable(writer),
    ...spentStatements(writer),
    policyTable(writer),
    ...codeStatements(writer),
    ...eventStatements(writer),
    ...rateStatements(writer),
  ],
}

function passkeyTable({ table, columns }: SchemaWriter): Statement {
  const { text, ascii, json, number, bytes } = columns
  return table('latchkey_passkeys')
    .addColumn('rp_id', text(255), (column) => column.notNull())
    .addColumn('id', ascii(1364), (column) => column.notNull())
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

function accountTable({ table, columns: { text, number } }: SchemaWriter): Statement {
  return table('latchkey_accounts')
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

function spentStatements({ table, columns: { text, number }, index }: SchemaWriter): readonly Statement[] {
  return [
    table('latchkey_spent')
      .addColumn('id', text(255), (column) => column.notNull().primaryKey())
      .addColumn('expires_at', number, (column) => column.notNull()),
    index('latchkey_spent_by_expiry').on('latchkey_spent').column('expires_at'),
  ]
}

function policyTable({ table, columns: { text, json, number } }: SchemaWriter): Statement {
  return table('latchkey_policies')
    .addColumn('scope', text(268), (column) => column.notNull().primaryKey())
    .addColumn('enabled', number, (column) => column.notNull())
    .addColumn('policy', json, (column) => column.notNull())
    .addColumn('version', number, (column) => column.notNull())
    .addColumn('changed_at', number, (column) => column.notNull())
    .addColumn('changed_by', text(255))
}

function codeStatements({ table, columns: { text, number, bytes }, index }: SchemaWriter): readonly Statement[] {
  return [
    table('latchkey_codes')
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
    index('latchkey_codes_by_user').on('latchkey_codes').columns(['rp_id', 'user_id']),
    index('latchkey_codes_by_expiry').on('latchkey_codes').column('expires_at'),
    index('latchkey_codes_by_use').on('latchkey_codes').column('used_at'),
  ]
}

function eventStatements(writer: SchemaWriter): readonly Statement[] {
  const { index } = writer
  return [
    eventTable(writer),
    index('latchkey_events_by_user').on('latchkey_events').columns(['rp_id', 'user_id', 'settled_at', 'id']),
    index('latchkey_events_by_settling').on('latchkey_events').columns(['settled_at', 'id']),
  ]
}

function eventTable({ table, columns: { text, json, number } }: SchemaWriter): Statement {
  return table('latchkey_events')
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

function rateStatements({ table, columns: { text, number }, index }: SchemaWriter): readonly Statement[] {
  return [
    table('latchkey_rates')
      .addColumn('key', text(255), (column) => column.notNull().primaryKey())
      .addColumn('count', number, (column) => column.notNull())
      .addColumn('resets_at', number, (column) => column.notNull()),
    index('latchkey_rates_by_end').on('latchkey_rates').column('resets_at'),
  ]
}

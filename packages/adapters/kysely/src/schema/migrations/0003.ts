import type { Migration, SchemaWriter, Statement } from './migration.js'

/** The changes of November 2026. Earlier rows have no value in the new columns. */
export const novemberChanges: Migration = {
  number: 3,
  statements: (writer) => [
    ...eventColumns(writer),
    ...passkeyColumns(writer),
    ...codeColumns(writer),
    ...removedStatements(writer),
    metadataTable(writer),
  ],
}

function eventColumns({ columns: { text, number }, addColumn, index }: SchemaWriter): readonly Statement[] {
  return [
    addColumn('latchkey_events', 'once', text(255)),
    addColumn('latchkey_events', 'tally_count', number),
    addColumn('latchkey_events', 'tally_addresses', number),
    index('latchkey_events_by_age').on('latchkey_events').columns(['settled_at', 'at']),
    index('latchkey_events_once').on('latchkey_events').columns(['rp_id', 'once']).unique(),
  ]
}

function passkeyColumns({ columns: { text, json }, addColumn }: SchemaWriter): readonly Statement[] {
  return [
    addColumn('latchkey_passkeys', 'suspended_by', json),
    addColumn('latchkey_passkeys', 'bound_to', text(255)),
    addColumn('latchkey_passkeys', 'attestation_chain', json),
  ]
}

function codeColumns({ columns: { text, json, number }, addColumn }: SchemaWriter): readonly Statement[] {
  return [
    addColumn('latchkey_codes', 'redemptions_left', number),
    addColumn('latchkey_codes', 'created_at', number),
    addColumn('latchkey_codes', 'bound_to', text(255)),
    addColumn('latchkey_codes', 'attachment', text(255)),
    addColumn('latchkey_codes', 'profile', json),
  ]
}

function removedStatements({ table, columns: { text, ascii, number }, index }: SchemaWriter): readonly Statement[] {
  return [
    table('latchkey_removed')
      .addColumn('id_hash', ascii(64), (column) => column.notNull().primaryKey())
      .addColumn('rp_id', text(255), (column) => column.notNull())
      .addColumn('reason', text(255), (column) => column.notNull())
      .addColumn('removed_at', number, (column) => column.notNull()),
    index('latchkey_removed_by_time').on('latchkey_removed').column('removed_at'),
  ]
}

function metadataTable({ table, columns: { text, number } }: SchemaWriter): Statement {
  return table('latchkey_metadata')
    .addColumn('root', text(255), (column) => column.notNull().primaryKey())
    .addColumn('no', number, (column) => column.notNull())
    .addColumn('digest', text(255), (column) => column.notNull())
    .addColumn('accepted_at', number, (column) => column.notNull())
}

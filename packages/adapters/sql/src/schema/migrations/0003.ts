import type { Migration, SchemaWriter } from './migration.js'

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

function eventColumns({ types: { text, number }, column, index, uniqueIndex }: SchemaWriter): readonly string[] {
  return [
    column('events', 'once', text(255)),
    column('events', 'tally_count', number),
    column('events', 'tally_addresses', number),
    index('events_by_age', 'events', ['settled_at', 'at']),
    uniqueIndex('events_once', 'events', ['rp_id', 'once']),
  ]
}

function passkeyColumns({ types: { text, json }, column }: SchemaWriter): readonly string[] {
  return [
    column('passkeys', 'suspended_by', json),
    column('passkeys', 'bound_to', text(255)),
    column('passkeys', 'attestation_chain', json),
  ]
}

function codeColumns({ types: { text, json, number }, column }: SchemaWriter): readonly string[] {
  return [
    column('codes', 'redemptions_left', number),
    column('codes', 'created_at', number),
    column('codes', 'bound_to', text(255)),
    column('codes', 'attachment', text(255)),
    column('codes', 'profile', json),
  ]
}

function removedStatements({ table, types: { text, ascii, number }, index }: SchemaWriter): readonly string[] {
  return [
    table(
      'removed',
      `
      id_hash ${ascii(64)} not null primary key,
      rp_id ${text(255)} not null,
      reason ${text(255)} not null,
      removed_at ${number} not null`,
    ),
    index('removed_by_time', 'removed', ['removed_at']),
  ]
}

function metadataTable({ table, types: { text, number } }: SchemaWriter): string {
  return table(
    'metadata',
    `
    root ${text(255)} not null primary key,
    no ${number} not null,
    digest ${text(255)} not null,
    accepted_at ${number} not null`,
  )
}

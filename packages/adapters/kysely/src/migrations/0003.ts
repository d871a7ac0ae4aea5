import type { Migration, SchemaWriter, Statement } from './migration.js'

/** What came in November 2026. Rows of before have no value in the new columns. */
export const novemberChanges: Migration = {
  number: 3,
  statements: (writer) => [...eventColumns(writer)],
}

function eventColumns({ columns: { text }, addColumn, index }: SchemaWriter): readonly Statement[] {
  return [
    addColumn('latchkey_events', 'once', text(255)),
    index('latchkey_events_once').on('latchkey_events').columns(['rp_id', 'once']).unique(),
  ]
}

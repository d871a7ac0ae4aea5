import type { Migration, SchemaWriter, Statement } from './migration.js'

/** Where events are delivered to, and what is still to be delivered. */
export const deliveryTables: Migration = {
  number: 4,
  statements: (writer) => [endpointTable(writer), ...deliveryStatements(writer)],
}

function endpointTable({ table, columns: { text, ascii, number } }: SchemaWriter): Statement {
  return table('latchkey_endpoints')
    .addColumn('rp_id', text(255), (column) => column.notNull())
    .addColumn('endpoint', ascii(64), (column) => column.notNull())
    .addColumn('created_at', number, (column) => column.notNull())
    .addColumn('disabled_at', number)
    .addColumn('failing_since', number)
    .addColumn('reason', text(255))
    .addColumn('enqueued_at', number, (column) => column.notNull())
    .addPrimaryKeyConstraint('latchkey_endpoints_key', ['rp_id', 'endpoint'])
}

function deliveryStatements(writer: SchemaWriter): readonly Statement[] {
  const { index, indexesEndWithKey } = writer
  return [
    deliveryTable(writer),
    index('latchkey_deliveries_due')
      .on('latchkey_deliveries')
      .columns(['rp_id', 'endpoint', 'dead_at', 'due_at', ...(indexesEndWithKey ? [] : ['event_id'])]),
    index('latchkey_deliveries_by_user').on('latchkey_deliveries').columns(['endpoint', 'user_id', 'event_id']),
    index('latchkey_deliveries_by_age').on('latchkey_deliveries').column('created_at'),
  ]
}

function deliveryTable({ table, columns: { text, ascii, number } }: SchemaWriter): Statement {
  return table('latchkey_deliveries')
    .addColumn('id', text(320), (column) => column.notNull().primaryKey())
    .addColumn('rp_id', text(255), (column) => column.notNull())
    .addColumn('endpoint', ascii(64), (column) => column.notNull())
    .addColumn('event_id', text(255), (column) => column.notNull())
    .addColumn('user_id', text(255))
    .addColumn('attempts', number, (column) => column.notNull())
    .addColumn('first_attempt_at', number)
    .addColumn('due_at', number, (column) => column.notNull())
    .addColumn('reason', text(255))
    .addColumn('dead_at', number)
    .addColumn('created_at', number, (column) => column.notNull())
}

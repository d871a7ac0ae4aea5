import type { Migration, SchemaWriter } from './migration.js'

/** Where events are delivered to, and what is still to be delivered. */
export const deliveryTables: Migration = {
  number: 4,
  statements: (writer) => [endpointTable(writer), ...deliveryStatements(writer)],
}

function endpointTable({ table, tables, types: { text, ascii, number } }: SchemaWriter): string {
  return table(
    'endpoints',
    `
    rp_id ${text(255)} not null,
    endpoint ${ascii(64)} not null,
    created_at ${number} not null,
    disabled_at ${number},
    failing_since ${number},
    reason ${text(255)},
    enqueued_at ${number} not null,
    constraint ${tables.constraint('endpoints_key')} primary key (rp_id, endpoint)`,
  )
}

function deliveryStatements({ table, types, index, indexesEndWithKey }: SchemaWriter): readonly string[] {
  const { text, ascii, number } = types
  return [
    table(
      'deliveries',
      `
      id ${text(320)} not null primary key,
      rp_id ${text(255)} not null,
      endpoint ${ascii(64)} not null,
      event_id ${text(255)} not null,
      user_id ${text(255)},
      attempts ${number} not null,
      first_attempt_at ${number},
      due_at ${number} not null,
      reason ${text(255)},
      dead_at ${number},
      created_at ${number} not null`,
    ),
    index('deliveries_due', 'deliveries', [
      'rp_id',
      'endpoint',
      'dead_at',
      'due_at',
      ...(indexesEndWithKey ? [] : ['event_id']),
    ]),
    index('deliveries_by_user', 'deliveries', ['endpoint', 'user_id', 'event_id']),
    index('deliveries_by_age', 'deliveries', ['created_at']),
  ]
}

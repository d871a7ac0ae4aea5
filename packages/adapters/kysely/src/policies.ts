import {
  assertStorable,
  type EventRecord,
  type PolicyStore,
  type StoredPolicyRecord,
  type StoredScope,
} from '@latchkey/storage'
import type { Insertable, Selectable } from 'kysely'
import type { Database } from './database/database.js'
import type { Query } from './dialects/dialect.js'
import { type Change, changeWithEvents } from './events/change-with-events.js'
import { insertFirst } from './events/insert-first.js'
import type { PolicyTable } from './schema/tables.js'
import { fromBoolean, toBoolean, toNumber } from './values/kept-values.js'

export function sqlPolicies(database: Database): PolicyStore {
  return {
    read: async (scopes) => readPolicies(database, scopes),
    write: async (policy, expectedVersion, events) => writePolicy(database, policy, expectedVersion, events),
  }
}

async function readPolicies({ read }: Database, scopes: readonly StoredScope[]): Promise<StoredPolicyRecord[]> {
  for (const scope of scopes) assertStorable({ scope })
  if (scopes.length === 0) return []
  const rows = await read((query) =>
    query.selectFrom('latchkey_policies').selectAll().where('scope', 'in', scopes).execute(),
  )
  return rows.map(fromRow)
}

type WriteOutcome = 'written' | 'version_conflict'

async function writePolicy(
  database: Database,
  policy: StoredPolicyRecord,
  expectedVersion: number,
  events: readonly EventRecord[],
): Promise<WriteOutcome> {
  for (const record of [policy, ...events]) assertStorable(record)
  if (policy.version !== expectedVersion + 1) return 'version_conflict'
  const written = await (expectedVersion === 0
    ? insertFirst(database, (query) => query.insertInto('latchkey_policies').values(toRow(policy)), events)
    : changeWithEvents(database, (query) => replacement(query, policy), events))
  return written ? 'written' : 'version_conflict'
}

function replacement(query: Query, policy: StoredPolicyRecord): Change {
  return query
    .updateTable('latchkey_policies')
    .set(toRow(policy))
    .where('scope', '=', policy.scope)
    .where('version', '=', policy.version - 1)
}

function toRow(policy: StoredPolicyRecord): Insertable<PolicyTable> {
  return {
    scope: policy.scope,
    enabled: fromBoolean(policy.enabled),
    policy: JSON.stringify(policy.policy),
    version: policy.version,
    changed_at: policy.changedAt,
    changed_by: policy.changedBy ?? null,
  }
}

function fromRow(row: Selectable<PolicyTable>): StoredPolicyRecord {
  return {
    scope: row.scope,
    enabled: toBoolean(row.enabled),
    policy: JSON.parse(row.policy),
    version: toNumber(row.version),
    changedAt: toNumber(row.changed_at),
    ...(row.changed_by !== null && { changedBy: row.changed_by }),
  }
}

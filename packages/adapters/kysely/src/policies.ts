import { type EventRecord, type PolicyStore, refuseUnfit, type StoredPolicyRecord } from '@latchkey/storage'
import type { Insertable, Kysely, Selectable } from 'kysely'
import { type Database, Refusal } from './database.js'
import { keepEvents } from './keep-events.js'
import { fromBoolean, toBoolean, toNumber } from './kept-values.js'
import type { LatchkeyTables, PolicyTable } from './tables.js'

export function sqlPolicies(database: Database): PolicyStore {
  return {
    read: async (scopes) => {
      for (const scope of scopes) refuseUnfit({ scope })
      if (scopes.length === 0) return []
      const rows = await database.query
        .selectFrom('latchkey_policies')
        .selectAll()
        .where('scope', 'in', scopes)
        .execute()
      return rows.map(fromRow)
    },
    write: async (policy, expectedVersion, events) => writePolicy(database, policy, expectedVersion, events),
  }
}

type WriteOutcome = 'written' | 'version_conflict'

async function writePolicy(
  database: Database,
  policy: StoredPolicyRecord,
  expectedVersion: number,
  events: readonly EventRecord[],
): Promise<WriteOutcome> {
  for (const record of [policy, ...events]) refuseUnfit(record)
  if (policy.version !== expectedVersion + 1) return 'version_conflict'
  return database.transact<WriteOutcome>(async ({ query }) => {
    const written = expectedVersion === 0 ? await keepFirst(database, query, policy) : await replace(query, policy)
    if (!written) throw new Refusal<WriteOutcome>('version_conflict')
    await keepEvents(query, events)
    return 'written'
  })
}

async function keepFirst(
  { dialect }: Database,
  query: Kysely<LatchkeyTables>,
  policy: StoredPolicyRecord,
): Promise<boolean> {
  return dialect.insertUnlessTaken(query.insertInto('latchkey_policies').values(toRow(policy)), 1)
}

async function replace(query: Kysely<LatchkeyTables>, policy: StoredPolicyRecord): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('latchkey_policies')
    .set(toRow(policy))
    .where('scope', '=', policy.scope)
    .where('version', '=', policy.version - 1)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
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

import {
  assertStorable,
  type EventRecord,
  type PolicyStore,
  type StoredPolicyRecord,
  type StoredScope,
} from '@latchkey/storage'
import { insertPolicy, policyStatements, replacePolicy } from '../statements/policies.js'
import { type DriverNumber, fromBoolean, toBoolean, toNumber } from '../values/driver-values.js'
import { changeWithEvents, prepareChange } from './change-with-events.js'
import type { EventWriting } from './store-events.js'

export function sqlPolicies(events: EventWriting): PolicyStore {
  const { database } = events
  const writing = {
    ...events,
    statements: policyStatements(database),
    first: prepareChange(database, insertPolicy(database), { is: 'insert' }),
    later: prepareChange(database, replacePolicy(database)),
  }
  return {
    read: async (rpId, scopes) => readPolicies(writing, rpId, scopes),
    write: async (policy, expectedVersion, records) =>
      writePolicy(writing, { policy, expectedVersion, events: records }),
  }
}

interface PolicyWriting extends EventWriting {
  readonly statements: ReturnType<typeof policyStatements>
  readonly first: ReturnType<typeof prepareChange>
  readonly later: ReturnType<typeof prepareChange>
}

async function readPolicies(
  { database, statements }: PolicyWriting,
  rpId: string,
  scopes: readonly StoredScope[],
): Promise<StoredPolicyRecord[]> {
  for (const scope of scopes) assertStorable({ rpId, scope })
  if (scopes.length === 0) return []
  return (await database.read<PolicyRow>(statements.read({ rp_id: rpId, scopes }))).map(fromRow)
}

interface Written {
  readonly policy: StoredPolicyRecord
  readonly expectedVersion: number
  readonly events: readonly EventRecord[]
}

async function writePolicy(
  writing: PolicyWriting,
  { policy, expectedVersion, events }: Written,
): Promise<'written' | 'version_conflict'> {
  for (const record of [policy, ...events]) assertStorable(record)
  if (policy.version !== expectedVersion + 1) return 'version_conflict'
  const change = expectedVersion === 0 ? writing.first : writing.later
  const values = { ...toRow(policy), expected: expectedVersion }
  return (await changeWithEvents(writing, { change, values, events })) ? 'written' : 'version_conflict'
}

interface PolicyRow {
  readonly rp_id: string
  readonly scope: StoredScope
  readonly enabled: DriverNumber
  readonly policy: string
  readonly version: DriverNumber
  readonly changed_at: DriverNumber
  readonly changed_by: string | null
}

function toRow(policy: StoredPolicyRecord) {
  return {
    rp_id: policy.rpId,
    scope: policy.scope,
    enabled: fromBoolean(policy.enabled),
    policy: JSON.stringify(policy.policy),
    version: policy.version,
    changed_at: policy.changedAt,
    changed_by: policy.changedBy ?? null,
  } as const satisfies Readonly<Record<keyof PolicyRow, unknown>>
}

function fromRow(row: PolicyRow): StoredPolicyRecord {
  return {
    rpId: row.rp_id,
    scope: row.scope,
    enabled: toBoolean(row.enabled),
    policy: JSON.parse(row.policy),
    version: toNumber(row.version),
    changedAt: toNumber(row.changed_at),
    ...(row.changed_by !== null && { changedBy: row.changed_by }),
  }
}

import { assertStorable, assertStorableCredentialId, type RecordUse, type RecordUseOutcome } from '@latchkey/storage'
import type { Step } from '../database/database.js'
import type { SqlValue } from '../database/sql-executor.js'
import { toAttestationColumns } from '../rows/passkey-row.js'
import { suspensionOf } from '../rows/suspended-by.js'
import { transportValues } from '../statements/record-use.js'
import { type DriverNumber, fromBoolean, toNumber } from '../values/driver-values.js'
import type { PasskeyWriting } from './passkeys.js'
import { assertStorableSpend, isAnySpent, spendSteps, spendValues } from './spend.js'
import { eventStepsIfChanged, eventValues } from './store-events.js'

const mostAttempts = 5

export async function recordUse(writing: PasskeyWriting, use: RecordUse): Promise<RecordUseOutcome> {
  const { rpId, id, userId, spend, events, organizationId = '' } = use
  const { attestation } = use.change
  for (const record of [{ rpId, userId, organizationId, attestation }, ...events]) assertStorable(record)
  assertStorableCredentialId(id)
  assertStorableSpend(spend)
  for (let attempts = 1; attempts <= mostAttempts; attempts++) {
    const outcome = (await record(writing, use)) ?? (await whyNotRecorded(writing, use))
    if (outcome !== undefined) return outcome
  }
  throw new Error('Other calls changed the passkey repeatedly.')
}

/** Undefined if it was refused. */
async function record(writing: PasskeyWriting, use: RecordUse): Promise<RecordUseOutcome | undefined> {
  const { database } = writing
  try {
    const isRecorded =
      database.dialect.name === 'postgres'
        ? (await database.once(recordAtOnce(writing, use))).rows.length > 0
        : (await database.together(recordSteps(writing, use))) !== undefined
    return isRecorded ? 'recorded' : undefined
  } catch (error) {
    if (database.dialect.isUniqueViolation(error) && (await isAnySpent(writing, [use.spend]))) return 'already_spent'
    throw error
  }
}

function recordAtOnce({ use: statements }: PasskeyWriting, use: RecordUse) {
  const values = { ...useValues(use), ...transportsOf(use), ...spendValues([use.spend]), ...eventValues(use.events) }
  return statements.record(use.change.transports?.length ?? 0)(values)
}

function recordSteps(writing: PasskeyWriting, use: RecordUse): readonly Step[] {
  const { use: statements } = writing
  const { rpId, id, spend, events, change } = use
  const { addTransport } = statements
  const { transports = [] } = change
  const first = statements.record(transports.length)({ ...useValues(use), ...transportsOf(use) })
  return [
    { ...first, must: 1 },
    ...(addTransport ? transports.map((text) => addTransport({ rp_id: rpId, id, ...transportValues(text, 0) })) : []),
    ...spendSteps(writing, [spend]),
    ...eventStepsIfChanged(writing, events),
  ]
}

function useValues(use: RecordUse): Readonly<Record<string, SqlValue>> {
  const { change, expectedSignCount } = use
  const { attestation = { format: '', type: 'none', trusted: false } } = change
  return {
    rp_id: use.rpId,
    id: use.id,
    user_id: use.userId,
    account_version: use.accountVersion,
    expected_sign_count: expectedSignCount,
    suspension: suspensionOf(use.organizationId),
    sign_count: Math.max(expectedSignCount, change.signCount),
    last_used_at: change.lastUsedAt,
    backup_eligible: fromBoolean(change.backupEligible),
    backed_up: fromBoolean(change.backedUp),
    user_verified: fromBoolean(change.userVerified),
    used_here: fromBoolean(change.usedHere === true),
    has_attestation: fromBoolean(change.attestation !== undefined),
    ...toAttestationColumns(attestation),
  }
}

function transportsOf({ change: { transports = [] } }: RecordUse): Readonly<Record<string, string>> {
  return Object.assign({}, ...transports.map(transportValues))
}

interface UsedRow {
  readonly status: string
  readonly suspended_by: string | null
  readonly sign_count: DriverNumber
  readonly version: DriverNumber
}

/** The reason for the refusal now, which may differ from the reason a moment ago; undefined if there is none now. */
async function whyNotRecorded(writing: PasskeyWriting, use: RecordUse): Promise<RecordUseOutcome | undefined> {
  const { database, passkeys } = writing
  if (await isAnySpent(writing, [use.spend])) return 'already_spent'
  const key = { rp_id: use.rpId, id: use.id, user_id: use.userId }
  const [row] = await database.read<UsedRow>(passkeys.findUsed(key))
  if (row?.status !== 'active') return 'gone'
  if (row.suspended_by?.includes(suspensionOf(use.organizationId))) return 'gone'
  if (toNumber(row.version) !== use.accountVersion) return 'account_changed'
  return toNumber(row.sign_count) === use.expectedSignCount ? undefined : 'sign_count_moved'
}

import { assertStorable, assertStorableCredentialId, type RecordUse, type RecordUseOutcome } from '@latchkey/storage'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/database.js'
import { Refusal } from '../database/refusal.js'
import type { Locks, OneStatement, Query } from '../dialects/dialect.js'
import { storeEvents } from '../events/store-events.js'
import { assertStorableSpend, isAnySpent, spendAll } from '../spent/spend.js'
import { fromBoolean, toNumber } from '../values/kept-values.js'
import { toAttestationColumns } from './passkey-row.js'
import { fromSuspendedBy, isActiveAt } from './suspended-by.js'
import { withTransports } from './with-transports.js'

export async function recordUse(database: Database, use: RecordUse): Promise<RecordUseOutcome> {
  const { rpId, id, userId, spend, events } = use
  const { organizationId = '' } = use
  const { attestation } = use.change
  for (const record of [{ rpId, userId, organizationId, attestation }, ...events]) assertStorable(record)
  assertStorableCredentialId(id)
  assertStorableSpend(spend)
  const { oneStatement, locks } = database.dialect
  const attempt = () =>
    oneStatement ? recordAtOnce(database, oneStatement, use) : recordInTransaction(database, locks, use)
  for (let attempts = 1; attempts <= mostAttempts; attempts++) {
    const outcome = await attempt()
    if (outcome !== undefined) return outcome
  }
  throw new Error('The passkey was changed, and changed back, time and again.')
}

const mostAttempts = 5

/** Undefined if it was refused, and the reason no longer exists. */
type Attempt = Promise<RecordUseOutcome | undefined>

async function recordAtOnce(database: Database, { recordUse }: OneStatement, use: RecordUse): Attempt {
  try {
    if (await database.once((query) => recordUse(query, use))) return 'recorded'
  } catch (error) {
    if (database.dialect.isUniqueViolation(error) && (await isAnySpent(database, [use.spend]))) return 'already_spent'
    throw error
  }
  if (await isAnySpent(database, [use.spend])) return 'already_spent'
  return database.read((query) => whyNotAdvanced(query, use))
}

function recordInTransaction(database: Database, { shared }: Locks, use: RecordUse): Attempt {
  const { spend, events } = use
  return database.transact<RecordUseOutcome | undefined>(async (transaction) => {
    if (!(await spendAll(database, transaction, [spend]))) throw new Refusal<RecordUseOutcome>('already_spent')
    if (!(await advance(database, transaction.query, use)))
      throw new Refusal(await whyNotAdvanced(transaction.query, use, shared))
    await storeEvents(database, transaction.query, events)
    return 'recorded'
  })
}

/** The account is locked against changes: a use is never recorded after its version was raised. */
async function advance({ dialect }: Database, query: Query, use: RecordUse): Promise<boolean> {
  const { rpId, id, userId, accountVersion, expectedSignCount, change } = use
  const { numUpdatedRows } = await query
    .updateTable('latchkey_passkeys')
    .set((row) => ({
      sign_count: Math.max(expectedSignCount, change.signCount),
      sign_in_count: row('sign_in_count', '+', 1),
      last_used_at: change.lastUsedAt,
      backup_eligible: fromBoolean(change.backupEligible),
      backed_up: fromBoolean(change.backedUp),
      ...(change.userVerified && { user_verified: 1 }),
      ...(change.usedHere && { used_here: 1 }),
      ...(change.attestation && toAttestationColumns(change.attestation)),
      ...(change.transports && { transports: withTransports(dialect, change.transports) }),
    }))
    .where('rp_id', '=', rpId)
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('status', '=', 'active')
    .where(isActiveAt(use.organizationId))
    .where('sign_count', '=', expectedSignCount)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('latchkey_accounts')
          .select('version')
          .where('latchkey_accounts.rp_id', '=', rpId)
          .where('latchkey_accounts.user_id', '=', userId)
          .where('latchkey_accounts.version', '=', accountVersion)
          .modifyEnd(dialect.locks?.shared ?? sql``),
      ),
    )
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/**
 * The reason for the refusal now, which may differ from the reason a moment ago. With the lock, a transaction of
 * MariaDB reads the present state, not the state when it began.
 */
async function whyNotAdvanced(query: Query, use: RecordUse, lock: RawBuilder<unknown> = sql``): Attempt {
  const row = await query
    .selectFrom('latchkey_passkeys as passkey')
    .innerJoin('latchkey_accounts as account', (join) =>
      join.onRef('account.rp_id', '=', 'passkey.rp_id').onRef('account.user_id', '=', 'passkey.user_id'),
    )
    .select(['passkey.status', 'passkey.suspended_by', 'passkey.sign_count', 'account.version'])
    .where('passkey.rp_id', '=', use.rpId)
    .where('passkey.id', '=', use.id)
    .where('passkey.user_id', '=', use.userId)
    .modifyEnd(lock)
    .executeTakeFirst()
  if (row?.status !== 'active') return 'gone'
  if (fromSuspendedBy(row.suspended_by, row.status).includes(`organization:${use.organizationId}`)) return 'gone'
  if (toNumber(row.version) !== use.accountVersion) return 'account_changed'
  return toNumber(row.sign_count) === use.expectedSignCount ? undefined : 'sign_count_moved'
}

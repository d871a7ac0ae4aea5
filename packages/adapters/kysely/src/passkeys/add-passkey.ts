import { type AddOutcome, type AddTogether, type PasskeyRecord, refuseUnfit, type Spend } from '@latchkey/storage'
import type { Kysely } from 'kysely'
import { clearedAnswers, readAccount, toAccountRow } from '../account-row.js'
import { type Database, type OwnTransaction, Refusal } from '../database.js'
import type { OneStatement } from '../dialects/dialect.js'
import { keepEvents } from '../keep-events.js'
import { fromBoolean } from '../kept-values.js'
import { isAnySpent, spendAll } from '../spend.js'
import type { LatchkeyTables } from '../tables.js'
import { toPasskeyRow } from './passkey-row.js'

export function addPasskey(database: Database, passkey: PasskeyRecord, together: AddTogether): Promise<AddOutcome> {
  const { spend, createUser, events } = together
  for (const record of [passkey, ...spend, ...events]) refuseUnfit(record)
  const { oneStatement } = database.dialect
  return oneStatement && !createUser
    ? addAtOnce(database, oneStatement, { passkey, together })
    : addInTransaction(database, passkey, together)
}

interface Added {
  readonly passkey: PasskeyRecord
  readonly together: AddTogether
}

async function addAtOnce(database: Database, { add }: OneStatement, { passkey, together }: Added): Promise<AddOutcome> {
  const outcome = await database.once((query) => add(query, passkey, together))
  if (outcome !== 'refused') return outcome
  if (await isAnySpent(database, together.spend)) return 'already_spent'
  return whyNotCounted(database.query, passkey, together.accountVersion)
}

function addInTransaction(
  database: Database,
  passkey: PasskeyRecord,
  { spend, createUser, events, ...together }: AddTogether,
): Promise<AddOutcome> {
  return database.transact<AddOutcome>(async (transaction) => {
    if (!(await spendAll(database, transaction, spend))) throw new Refusal<AddOutcome>('already_spent')
    await countIn(database, transaction, passkey, together)
    await keepPasskey(database, transaction, passkey)
    await useCodes(transaction, spend, passkey.createdAt)
    await createUser?.(transaction.hostTransaction)
    await keepEvents(transaction.query, events)
    return 'added'
  })
}

/**
 * Finds or makes the account and counts the passkey in. Each statement decides by what it changes, so simultaneous
 * calls cannot pass the limit together; the first of them that can succeed usually does.
 */
async function countIn(
  database: Database,
  { query }: OwnTransaction,
  passkey: PasskeyRecord,
  together: Pick<AddTogether, 'limit' | 'accountVersion'>,
): Promise<void> {
  const { limit, accountVersion } = together
  const counted =
    limit >= 1 &&
    ((accountVersion === 0
      ? await makeAccount(database, query, passkey)
      : await countInLive(query, passkey, together)) ||
      (await reviveTombstone(query, passkey, accountVersion)))
  if (!counted) throw new Refusal<AddOutcome>(await whyNotCounted(query, passkey, accountVersion))
}

async function makeAccount(
  { dialect }: Database,
  query: Kysely<LatchkeyTables>,
  passkey: PasskeyRecord,
): Promise<boolean> {
  const row = toAccountRow({
    rpId: passkey.rpId,
    userId: passkey.userId,
    userHandle: passkey.userHandle,
    version: 1,
    passkeyCount: 1,
    activeCount: activeShare(passkey),
    prompt: { declines: 0, never: false },
    createdAt: passkey.createdAt,
  })
  return dialect.insertUnlessTaken(query.insertInto('latchkey_accounts').values(row), 1)
}

async function countInLive(
  query: Kysely<LatchkeyTables>,
  passkey: PasskeyRecord,
  { limit, accountVersion }: Pick<AddTogether, 'limit' | 'accountVersion'>,
): Promise<boolean> {
  const live = query
    .updateTable('latchkey_accounts')
    .set((row) => ({
      passkey_count: row('passkey_count', '+', 1),
      active_count: row('active_count', '+', activeShare(passkey)),
      ...clearedAnswers,
    }))
    .where('rp_id', '=', passkey.rpId)
    .where('user_id', '=', passkey.userId)
    .where('purged_at', 'is', null)
    .where('version', '=', accountVersion)
    .where('passkey_count', '<', limit)
  const ofThisHandle = passkey.source === 'import' ? live : live.where('user_handle', '=', passkey.userHandle)
  return (await ofThisHandle.executeTakeFirstOrThrow()).numUpdatedRows === 1n
}

async function reviveTombstone(
  query: Kysely<LatchkeyTables>,
  passkey: PasskeyRecord,
  accountVersion: number,
): Promise<boolean> {
  const tombstone = query
    .updateTable('latchkey_accounts')
    .set({
      user_handle: passkey.userHandle,
      passkey_count: 1,
      active_count: activeShare(passkey),
      ...clearedAnswers,
      created_at: passkey.createdAt,
      purged_at: null,
    })
    .where('rp_id', '=', passkey.rpId)
    .where('user_id', '=', passkey.userId)
    .where('purged_at', 'is not', null)
  const ofThisVersion = accountVersion === 0 ? tombstone : tombstone.where('version', '=', accountVersion)
  return (await ofThisVersion.executeTakeFirstOrThrow()).numUpdatedRows === 1n
}

async function whyNotCounted(
  query: Kysely<LatchkeyTables>,
  passkey: PasskeyRecord,
  accountVersion: number,
): Promise<AddOutcome> {
  const account = await readAccount(query, passkey)
  if (account === undefined) return accountVersion === 0 ? 'limit_reached' : 'account_changed'
  if (account.purgedAt !== undefined && accountVersion === 0) return 'limit_reached'
  const handleHolds =
    account.purgedAt !== undefined || passkey.source === 'import' || account.userHandle === passkey.userHandle
  return account.version === accountVersion && handleHolds ? 'limit_reached' : 'account_changed'
}

async function keepPasskey({ dialect }: Database, { query }: OwnTransaction, passkey: PasskeyRecord): Promise<void> {
  const insert = query.insertInto('latchkey_passkeys').values(toPasskeyRow(passkey))
  if (!(await dialect.insertUnlessTaken(insert, 1))) throw new Refusal<AddOutcome>('duplicate')
}

/** Those of what is spent that are codes. */
async function useCodes({ query }: OwnTransaction, spend: readonly Spend[], usedAt: number): Promise<void> {
  if (spend.length === 0) return
  const ids = spend.map(({ id }) => id)
  await query.updateTable('latchkey_codes').set({ used_at: usedAt }).where('id', 'in', ids).execute()
}

function activeShare({ status }: PasskeyRecord): number {
  return fromBoolean(status === 'active')
}

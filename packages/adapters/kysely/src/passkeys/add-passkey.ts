import {
  type AddOptions,
  type AddOutcome,
  assertStorable,
  assertStorablePasskey,
  liftsTombstone,
  type PasskeyRecord,
  type Spend,
} from '@latchkey/storage'
import { sql } from 'kysely'
import { clearedAnswers, readAccount, toAccountRow } from '../accounts/account-row.js'
import { areRedeemable, useCodes } from '../codes/use-codes.js'
import type { Database, OwnTransaction } from '../database/database.js'
import { Refusal } from '../database/refusal.js'
import type { OneStatement, Query } from '../dialects/dialect.js'
import { isAnyEventStored, storeEvents } from '../events/store-events.js'
import { assertStorableSpend, isAnySpent, namesTwice, spendAll } from '../spent/spend.js'
import { fromBoolean } from '../values/kept-values.js'
import { activeShare, toPasskeyRow } from './passkey-row.js'
import { whyRemoved } from './removed-ids.js'

export async function addPasskey(
  database: Database,
  passkey: PasskeyRecord,
  together: AddOptions,
): Promise<AddOutcome> {
  const { spend, createUser, events } = together
  assertStorablePasskey(passkey)
  for (const event of events) assertStorable(event)
  for (const spent of spend) assertStorableSpend(spent)
  if (namesTwice(spend)) return 'already_spent'
  const { oneStatement } = database.dialect
  return oneStatement && !createUser && passkey.source !== 'import'
    ? addAtOnce(database, oneStatement, { passkey, together })
    : addInTransaction(database, passkey, together)
}

interface Adding {
  readonly passkey: PasskeyRecord
  readonly together: AddOptions
}

async function addAtOnce(
  database: Database,
  { add }: OneStatement,
  { passkey, together }: Adding,
): Promise<AddOutcome> {
  try {
    if (await database.once((query) => add(query, passkey, together))) return 'added'
  } catch (error) {
    const answer = database.dialect.isUniqueViolation(error)
      ? await whyNotUnique(database, passkey, together)
      : undefined
    if (answer === undefined) throw error
    return answer
  }
  if (await isAnyGone(database, passkey, together.spend)) return 'already_spent'
  return database.read((query) => whyNotCounted(query, passkey, together))
}

/** The result for the key that was taken; undefined if it was that of an event. */
async function whyNotUnique(
  database: Database,
  passkey: PasskeyRecord,
  { spend, events }: AddOptions,
): Promise<AddOutcome | undefined> {
  if (await isAnyGone(database, passkey, spend)) return 'already_spent'
  if (await database.read((query) => isIdKept(query, passkey))) return 'duplicate'
  // A passkey that existed a moment ago may have been removed since.
  return (await database.read((query) => isAnyEventStored(query, events))) ? undefined : 'duplicate'
}

async function isAnyGone(database: Database, { createdAt }: PasskeyRecord, spend: readonly Spend[]): Promise<boolean> {
  if (await isAnySpent(database, spend)) return true
  return !(await database.read((query) => areRedeemable(query, spend, createdAt)))
}

async function isIdKept(query: Query, { rpId, id }: PasskeyRecord): Promise<boolean> {
  const passkey = query.selectFrom('latchkey_passkeys').select('id').where('rp_id', '=', rpId).where('id', '=', id)
  return (await passkey.executeTakeFirst()) !== undefined
}

function addInTransaction(database: Database, passkey: PasskeyRecord, together: AddOptions): Promise<AddOutcome> {
  const { spend, createUser, events } = together
  return database.transact<AddOutcome>(async (transaction) => {
    if (!(await spendAll(database, transaction, spend))) throw new Refusal<AddOutcome>('already_spent')
    if (!(await useCodes(transaction.query, spend, passkey.createdAt))) throw new Refusal<AddOutcome>('already_spent')
    await countIn(database, transaction, passkey, together)
    await keepPasskey(database, transaction, passkey)
    await refuseRemoved(database, transaction, passkey)
    if (createUser) await callCreateUser(createUser, transaction)
    await storeEvents(database, transaction.query, events)
    return 'added'
  })
}

/**
 * PostgreSQL refuses everything after a failed statement, and then confirms a commit as if it had stored something: a
 * failure that `createUser` has hidden must show before.
 */
async function callCreateUser(
  createUser: NonNullable<AddOptions['createUser']>,
  { query, hostTransaction }: OwnTransaction,
): Promise<void> {
  await createUser(hostTransaction)
  await sql`select 1`.execute(query)
}

type Counting = Pick<AddOptions, 'limit' | 'accountVersion' | 'raiseVersion'>

/**
 * Finds or creates the account and counts the passkey. Each statement decides by what it changes, so simultaneous
 * calls cannot exceed the limit together; usually the first of them succeeds.
 */
async function countIn(
  database: Database,
  { query }: OwnTransaction,
  passkey: PasskeyRecord,
  together: Counting,
): Promise<void> {
  const { limit, accountVersion } = together
  const counted =
    limit >= 1 &&
    (accountVersion === 0
      ? await makeAccount(database, query, passkey)
      : (await countInLive(query, passkey, together)) || (await liftTombstone(query, passkey, together)))
  if (!counted) throw new Refusal<AddOutcome>(await whyNotCounted(query, passkey, together))
}

async function makeAccount({ dialect }: Database, query: Query, passkey: PasskeyRecord): Promise<boolean> {
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
  return dialect.insertUnlessExists(query.insertInto('latchkey_accounts').values(row), 1)
}

async function countInLive(
  query: Query,
  passkey: PasskeyRecord,
  { limit, accountVersion, raiseVersion = false }: Counting,
): Promise<boolean> {
  const live = query
    .updateTable('latchkey_accounts')
    .set((row) => ({
      passkey_count: row('passkey_count', '+', 1),
      active_count: row('active_count', '+', activeShare(passkey)),
      version: row('version', '+', fromBoolean(raiseVersion)),
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

async function liftTombstone(
  query: Query,
  passkey: PasskeyRecord,
  { accountVersion, raiseVersion = false }: Counting,
): Promise<boolean> {
  if (!liftsTombstone[passkey.source]) return false
  const tombstone = query
    .updateTable('latchkey_accounts')
    .set({
      user_handle: passkey.userHandle,
      version: accountVersion + fromBoolean(raiseVersion),
      passkey_count: 1,
      active_count: activeShare(passkey),
      ...clearedAnswers,
      created_at: passkey.createdAt,
      purged_at: null,
    })
    .where('rp_id', '=', passkey.rpId)
    .where('user_id', '=', passkey.userId)
    .where('purged_at', 'is not', null)
    .where('version', '=', accountVersion)
  return (await tombstone.executeTakeFirstOrThrow()).numUpdatedRows === 1n
}

async function whyNotCounted(
  query: Query,
  passkey: PasskeyRecord,
  { accountVersion, limit }: Counting,
): Promise<AddOutcome> {
  const account = await readAccount(query, passkey)
  if (account === undefined) return accountVersion === 0 && limit < 1 ? 'limit_reached' : 'account_changed'
  if (account.version !== accountVersion) return 'account_changed'
  const { purgedAt, userHandle } = account
  if (purgedAt !== undefined && !liftsTombstone[passkey.source]) return 'account_purged'
  const handleHolds = purgedAt !== undefined || passkey.source === 'import' || userHandle === passkey.userHandle
  return handleHolds ? 'limit_reached' : 'account_changed'
}

async function keepPasskey({ dialect }: Database, { query }: OwnTransaction, passkey: PasskeyRecord): Promise<void> {
  const insert = query.insertInto('latchkey_passkeys').values(toPasskeyRow(passkey))
  if (!(await dialect.insertUnlessExists(insert, 1))) throw new Refusal<AddOutcome>('duplicate')
}

/** After the insert, which waits for a transaction that removes the same id at this moment. */
async function refuseRemoved(database: Database, { query }: OwnTransaction, passkey: PasskeyRecord): Promise<void> {
  const reason = passkey.source === 'import' ? await whyRemoved(database, query, passkey) : undefined
  if (reason !== undefined) throw new Refusal<AddOutcome>(reason)
}

import {
  type AddOptions,
  type AddOutcome,
  assertStorable,
  assertStorablePasskey,
  hashCredentialId,
  liftsTombstone,
  type PasskeyRecord,
  type Spend,
} from '@latchkey/storage'
import type { OwnTransaction, Step } from '../database/database.js'
import type { Values } from '../database/statement.js'
import { type AccountRow, fromAccountRow } from '../rows/account-row.js'
import { activeShare, toPasskeyRow } from '../rows/passkey-row.js'
import { fromBoolean } from '../values/kept-values.js'
import type { PasskeyWriting } from './passkeys.js'
import { assertStorableSpend, codesOf, isAnySpent, namesTwice, spendSteps, spendValues } from './spend.js'
import { eventStepsIfChanged, eventValues, isAnyEventStored, storeEvents } from './store-events.js'

interface Adding {
  readonly passkey: PasskeyRecord
  readonly together: AddOptions
  /** What is remembered of its id, if it was removed. */
  readonly idHash: string
  /** What `createUser` has rejected with, which is your app's and passes through. */
  readonly rejections: Set<unknown>
}

const mostAttempts = 5

export async function addPasskey(
  writing: PasskeyWriting,
  passkey: PasskeyRecord,
  together: AddOptions,
): Promise<AddOutcome> {
  assertStorablePasskey(passkey)
  for (const event of together.events) assertStorable(event)
  for (const spent of together.spend) assertStorableSpend(spent)
  if (namesTwice(together.spend)) return 'already_spent'
  const isImport = passkey.source === 'import'
  const idHash = isImport ? await hashCredentialId(passkey.rpId, passkey.id) : ''
  const adding = { passkey, together, idHash, rejections: new Set() }
  for (let attempts = 1; attempts <= mostAttempts; attempts++) {
    const outcome = await attempt(writing, adding)
    if (outcome !== undefined) return outcome
  }
  throw new Error('What stood against the passkey was changed, and changed back, time and again.')
}

/** Undefined if it was refused, and the reason no longer exists. */
async function attempt(writing: PasskeyWriting, adding: Adding): Promise<AddOutcome | undefined> {
  const { database } = writing
  try {
    return (await add(writing, adding)) ? 'added' : await whyNotAdded(writing, adding)
  } catch (error) {
    if (adding.rejections.has(error) || !database.dialect.isUniqueViolation(error)) throw error
    const outcome = await whyNotAdded(writing, adding)
    if (outcome !== undefined) return outcome
    if (await isAnyEventStored(writing, adding.together.events)) throw error
    // A passkey that existed a moment ago may have been removed since.
    return 'duplicate'
  }
}

async function add(writing: PasskeyWriting, adding: Adding): Promise<boolean> {
  const { database } = writing
  const { createUser, events } = adding.together
  const steps = addSteps(writing, adding)
  if (createUser === undefined) {
    const [only, ...others] = steps
    if (only && others.length === 0) return (await database.once(only)).rows.length > 0
    return (await database.together([...steps, ...eventsAfter(writing, adding)])) !== undefined
  }
  return database.transact(async (transaction) => {
    await transaction.runAll(steps, false)
    await callCreateUser(() => createUser(transaction.host), transaction).catch((error: unknown) => {
      adding.rejections.add(error)
      throw error
    })
    await storeEvents(writing, transaction, events)
    return true
  })
}

/** Without the events, if `createUser` is called before them. */
function addSteps(writing: PasskeyWriting, adding: Adding): readonly Step[] {
  const { database, removed } = writing
  const probe = { rp_id: adding.passkey.rpId, id_hash: adding.idHash }
  const isImport = adding.idHash !== ''
  const isAtOnce = database.dialect.name === 'postgres'
  const steps = isAtOnce ? [addAtOnce(writing, adding)] : separateSteps(writing, adding)
  if (!isImport || database.dialect.name === 'sqlite') return steps
  return [...steps, ...(isAtOnce ? [] : [removed.probe(probe)]), removed.deleteProbe(probe)]
}

function eventsAfter(writing: PasskeyWriting, { together }: Adding): readonly Step[] {
  return writing.database.dialect.name === 'postgres' ? [] : eventStepsIfChanged(writing, together.events)
}

function addAtOnce({ add: { makeAtOnce, countInAtOnce } }: PasskeyWriting, adding: Adding): Step {
  const { passkey, together } = adding
  const statement = together.accountVersion === 0 ? makeAtOnce : countInAtOnce
  if (statement === undefined) throw new TypeError('This dialect has no such statement.')
  const row = { ...toPasskeyRow(passkey), public_key: `\\x${Buffer.from(passkey.publicKey).toString('hex')}` }
  const bound = statement({
    ...accountValues(adding),
    ...spendValues(together.spend),
    ...eventValues(together.createUser ? [] : together.events),
    passkey: JSON.stringify([row]),
  })
  return { ...bound, must: 1 }
}

/** On MySQL the codes go first, as a purge locks them first; elsewhere the account, which decides. */
function separateSteps(writing: PasskeyWriting, adding: Adding): readonly Step[] {
  const { database, add: statements } = writing
  const { passkey, together } = adding
  const values = accountValues(adding)
  const codes = codesOf(together.spend)
  const account = (together.accountVersion === 0 ? statements.make : statements.countIn)(values)
  const redemption = codes.length === 0 ? [] : [{ ...statements.redeem(values), must: codes.length }]
  const isMysql = database.dialect.name === 'mysql'
  return [
    ...(isMysql ? redemption : []),
    { ...account, must: 1 },
    ...spendSteps(writing, together.spend),
    ...(isMysql ? [] : redemption),
    { ...statements.insert(toPasskeyRow(passkey)), must: 1 },
  ]
}

function accountValues({ passkey, together, idHash }: Adding): Values {
  const codes = codesOf(together.spend)
  return {
    rp_id: passkey.rpId,
    user_id: passkey.userId,
    user_handle: passkey.userHandle,
    created_at: passkey.createdAt,
    at: passkey.createdAt,
    active_share: activeShare(passkey),
    account_version: together.accountVersion,
    raise: fromBoolean(together.raiseVersion === true),
    limit: together.limit,
    lifts: fromBoolean(liftsTombstone[passkey.source]),
    is_import: fromBoolean(idHash !== ''),
    id_hash: idHash,
    codes,
    code_count: codes.length,
  }
}

/**
 * PostgreSQL refuses everything after a failed statement, and then confirms a commit as if it had stored something: a
 * failure that `createUser` has hidden must show before.
 */
async function callCreateUser(createUser: () => Promise<void>, { run }: OwnTransaction): Promise<void> {
  await createUser()
  await run({ text: 'select 1', values: [] })
}

/** What stands against it now, which may differ from what did a moment ago: the first in the order of the steps. */
async function whyNotAdded(writing: PasskeyWriting, adding: Adding): Promise<AddOutcome | undefined> {
  const { database, passkeys } = writing
  const { passkey, together } = adding
  if (await isAnyGone(writing, passkey, together.spend)) return 'already_spent'
  const reason = await whyNotCounted(writing, adding)
  if (reason !== undefined) return reason
  const key = { rp_id: passkey.rpId, id: passkey.id }
  if ((await database.read(passkeys.findId(key))).length > 0) return 'duplicate'
  return adding.idHash === '' ? undefined : whyRemoved(writing, adding.idHash)
}

async function isAnyGone(
  writing: PasskeyWriting,
  { createdAt }: PasskeyRecord,
  spend: readonly Spend[],
): Promise<boolean> {
  if (await isAnySpent(writing, spend)) return true
  const codes = codesOf(spend)
  if (codes.length === 0) return false
  const redeemable = await writing.database.read(writing.add.selectRedeemable({ codes, at: createdAt }))
  return redeemable.length < codes.length
}

async function whyNotCounted(
  { database, accounts }: PasskeyWriting,
  { passkey, together: { accountVersion, limit } }: Adding,
): Promise<AddOutcome | undefined> {
  const key = { rp_id: passkey.rpId, user_id: passkey.userId }
  const [row] = await database.read<AccountRow>(accounts.findNow(key))
  if (row === undefined) return accountVersion === 0 ? limitOf(0, limit) : 'account_changed'
  const account = fromAccountRow(row)
  if (account.version !== accountVersion) return 'account_changed'
  const { purgedAt, userHandle } = account
  if (purgedAt !== undefined && !liftsTombstone[passkey.source]) return 'account_purged'
  const isHandleRight = purgedAt !== undefined || passkey.source === 'import' || userHandle === passkey.userHandle
  return isHandleRight ? limitOf(account.passkeyCount, limit) : 'account_changed'
}

function limitOf(count: number, limit: number): AddOutcome | undefined {
  return count < limit ? undefined : 'limit_reached'
}

async function whyRemoved(
  { database, removed }: PasskeyWriting,
  idHash: string,
): Promise<'account_purged' | 'removed_since' | undefined> {
  const [row] = await database.read<{ readonly reason: string }>(removed.findNow({ id_hash: idHash }))
  if (row === undefined) return undefined
  return row.reason === 'purged' ? 'account_purged' : 'removed_since'
}

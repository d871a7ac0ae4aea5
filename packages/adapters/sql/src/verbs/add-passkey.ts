import {
  type AddOptions,
  type AddOutcome,
  assertStorable,
  assertStorablePasskey,
  hashCredentialId,
  liftsTombstone,
  type PasskeyRecord,
} from '@latchkey/storage'
import type { Database, OwnTransaction, Step } from '../database/database.js'
import type { Values } from '../database/statement.js'
import { activeShare, toPasskeyRow } from '../rows/passkey-row.js'
import { isDemandFailure } from '../statements/writing.js'
import { fromBoolean } from '../values/driver-values.js'
import type { PasskeyWriting } from './passkeys.js'
import { assertStorableSpend, codesOf, namesTwice, spendSteps, spendValues } from './spend.js'
import { eventSteps, eventStepsIfChanged, eventValues, isAnyEventStored, storeEvents } from './store-events.js'
import { type Adding, whyNotAdded } from './why-not-added.js'

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
  const given = { passkey, together, idHash, rejections: new Set(), hostBatch: undefined }
  const adding = collectsHost(writing, together) ? await collectHost(writing, given) : given
  if (typeof adding === 'string') return adding
  for (let attempts = 1; attempts <= mostAttempts; attempts++) {
    const outcome = await attempt(writing, adding)
    if (outcome !== undefined) return outcome
  }
  throw new Error('Other calls changed the conditions of the passkey repeatedly.')
}

/** Whether `createUser` adds statements to a batch, because there is no transaction for it. */
function collectsHost({ database }: PasskeyWriting, { createUser }: AddOptions): boolean {
  return createUser !== undefined && database.hostBatch !== undefined
}

/** Calls `createUser` once, where nothing stands against the passkey now; the batch finds out what does by then. */
async function collectHost(writing: PasskeyWriting, adding: Adding): Promise<Adding | AddOutcome> {
  const reason = await whyNotAdded(writing, adding)
  if (reason !== undefined) return reason
  const hostBatch = writing.database.hostBatch?.()
  await adding.together.createUser?.(hostBatch)
  return { ...adding, hostBatch }
}

/** Undefined if it was refused, and the reason no longer exists. */
async function attempt(writing: PasskeyWriting, adding: Adding): Promise<AddOutcome | undefined> {
  const { database } = writing
  try {
    return (await add(writing, adding)) ? 'added' : await whyNotAdded(writing, adding)
  } catch (error) {
    const isRefused = isDemandFailure(database, error)
    const isTaken = database.dialect.isUniqueViolation(error)
    if (adding.rejections.has(error) || !(isRefused || isTaken)) throw error
    const outcome = await whyNotAdded(writing, adding)
    if (outcome !== undefined || isRefused) return outcome
    if (await isAnyEventStored(writing, adding.together.events)) throw error
    if (adding.hostBatch !== undefined && !isKeyOf(database, error)) throw error
    // A passkey that existed a moment ago may have been removed since.
    return 'duplicate'
  }
}

/** Whether the key that is taken is that of a passkey, and not one of your app's. */
function isKeyOf({ tables }: Database, error: unknown): boolean {
  return error instanceof Error && error.message.includes(`${tables.prefix}passkeys`)
}

async function add(writing: PasskeyWriting, adding: Adding): Promise<boolean> {
  const { database } = writing
  const { createUser, events } = adding.together
  const steps = addSteps(writing, adding)
  if (adding.hostBatch !== undefined) {
    return (await database.together([...steps, ...demandedAfter(writing, adding)], adding.hostBatch)) !== undefined
  }
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

/** Before statements of your app, which do not know whether the passkey was added: it was, or everything fails. */
function demandedAfter(writing: PasskeyWriting, { together: { events } }: Adding): readonly Step[] {
  const isSqlite = writing.database.dialect.name === 'sqlite'
  return isSqlite ? [writing.add.demandInserted({}), ...eventSteps(writing, events)] : []
}

function addAtOnce({ add: statements }: PasskeyWriting, adding: Adding): Step {
  const { passkey, together, hostBatch } = adding
  const { makeAtOnce, countInAtOnce, demandMakeAtOnce, demandCountInAtOnce } = statements
  const [make, countIn] =
    hostBatch === undefined ? [makeAtOnce, countInAtOnce] : [demandMakeAtOnce, demandCountInAtOnce]
  const statement = together.accountVersion === 0 ? make : countIn
  if (statement === undefined) throw new TypeError('This dialect has no such statement.')
  const row = { ...toPasskeyRow(passkey), public_key: `\\x${Buffer.from(passkey.publicKey).toString('hex')}` }
  const bound = statement({
    ...accountValues(adding),
    ...spendValues(together.spend),
    ...eventValues(together.createUser && hostBatch === undefined ? [] : together.events),
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

import {
  assertStorable,
  assertStorableCredentialId,
  type EventRecord,
  type PasskeyStatus,
  type PasskeyTarget,
  type RemoveOptions,
  type StatusChange,
} from '@latchkey/storage'
import { sql } from 'kysely'
import type { Database } from '../database/database.js'
import { Refusal } from '../database/refusal.js'
import type { Locks, Query, Removal, StatusSetting } from '../dialects/dialect.js'
import { changeWithEvents } from '../events/change-with-events.js'
import { appendEvents, storeEvents } from '../events/store-events.js'
import { fromBoolean } from '../values/kept-values.js'
import { rememberRemoved, toRemovedRow } from './removed-ids.js'
import { isSuspendedAt, isSuspendedByNone, organizationIdOf, withStatusAt } from './suspended-by.js'

export async function renamePasskey(
  database: Database,
  target: PasskeyTarget,
  name: string,
  events: readonly EventRecord[],
): Promise<'done' | 'gone'> {
  const { rpId, id, userId } = target
  for (const record of [{ rpId, userId, name }, ...events]) assertStorable(record)
  assertStorableCredentialId(id)
  const renaming = (query: Query) =>
    query
      .updateTable('latchkey_passkeys')
      .set({ name })
      .where('rp_id', '=', rpId)
      .where('id', '=', id)
      .where('user_id', '=', userId)
  if (await changeWithEvents(database, renaming, events)) return 'done'
  // A connection to MySQL may be configured not to count unchanged rows.
  if ((await database.read((query) => readKept(query, target)))?.name !== name) return 'gone'
  await appendEvents(database, events)
  return 'done'
}

export async function setPasskeyStatus(
  database: Database,
  target: PasskeyTarget,
  change: StatusChange,
  events: readonly EventRecord[],
): Promise<'done' | 'gone'> {
  const { rpId, id, userId } = target
  for (const record of [{ rpId, userId }, { scope: change.scope }, ...events]) assertStorable(record)
  assertStorableCredentialId(id)
  const { oneStatement, locks } = database.dialect
  const setting = { target, change, events }
  const isChanged = await (oneStatement
    ? database.once((query) => oneStatement.setStatus(query, setting))
    : database.transact(({ query }) => setStatus({ database, query, locks }, setting)))
  return isChanged || (await database.read((query) => readKept(query, target))) ? 'done' : 'gone'
}

/** A transaction on a database whose verbs are several statements. */
interface Locked {
  readonly database: Database
  readonly query: Query
  readonly locks: Locks
}

async function setStatus(locked: Locked, { target, change, events }: StatusSetting): Promise<boolean> {
  const { database, query, locks } = locked
  await locks.lockAccount(query, target)
  const { numUpdatedRows } = await settingOf(locked, target, change).executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) return false
  if (change.scope === 'environment') await countStatus(query, target, change.status)
  await storeEvents(database, query, events)
  return true
}

function settingOf({ database, query }: Locked, { rpId, id, userId }: PasskeyTarget, { scope, status }: StatusChange) {
  const organizationId = organizationIdOf(scope)
  const updating = query
    .updateTable('latchkey_passkeys')
    .where('rp_id', '=', rpId)
    .where('id', '=', id)
    .where('user_id', '=', userId)
  if (organizationId === undefined) return updating.set({ status }).where('status', '!=', status)
  const isSuspended = isSuspendedAt(organizationId)
  return updating
    .set({ suspended_by: withStatusAt(database.dialect, organizationId, status) })
    .where(status === 'active' ? isSuspended : sql<boolean>`not (${isSuspended})`)
}

async function countStatus(query: Query, { rpId, userId }: PasskeyTarget, status: PasskeyStatus): Promise<void> {
  await query
    .updateTable('latchkey_accounts')
    .set((row) => ({ active_count: row('active_count', '+', status === 'active' ? 1 : -1) }))
    .where('rp_id', '=', rpId)
    .where('user_id', '=', userId)
    .execute()
}

type RemoveOutcome = 'removed' | 'gone' | 'last'

export async function removePasskey(
  database: Database,
  target: PasskeyTarget,
  together: RemoveOptions,
): Promise<RemoveOutcome> {
  const { rpId, id, userId } = target
  for (const record of [{ rpId, userId }, ...together.events]) assertStorable(record)
  assertStorableCredentialId(id)
  const { oneStatement, locks } = database.dialect
  const removed = await toRemovedRow(target, { reason: 'removed', removedAt: together.at })
  const removal = { target, together, removed }
  const isRemoved = await (oneStatement
    ? database.once((query) => oneStatement.remove(query, removal))
    : database.transact(({ query }) => removeCounted({ database, query, locks }, removal)))
  if (isRemoved) return 'removed'
  return together.keepLastActive && (await database.read((query) => readKept(query, target))) ? 'last' : 'gone'
}

/** The row goes first, which shows whether it was active; the account then shows whether another is left. */
async function removeCounted(
  { database, query, locks }: Locked,
  { target, together, removed }: Removal,
): Promise<boolean> {
  const { keepLastActive, unusableOthers = 0, events } = together
  const least = keepLastActive ? unusableOthers + 1 : 0
  await locks.lockAccount(query, target)
  const wasActive = await deletePasskey(query, target, { status: 'active', keepSuspended: keepLastActive })
  if (!wasActive && (keepLastActive || !(await deletePasskey(query, target, { status: 'suspended' })))) return false
  if (!(await countOut(query, target, { wasActive, least }))) throw new Refusal(false)
  await rememberRemoved(database, query, [removed])
  await storeEvents(database, query, events)
  return true
}

interface Deleted {
  readonly status: PasskeyStatus
  /** Refuses one that an organization has suspended. */
  readonly keepSuspended?: boolean
}

async function deletePasskey(
  query: Query,
  { rpId, id, userId }: PasskeyTarget,
  { status, keepSuspended = false }: Deleted,
): Promise<boolean> {
  const { numDeletedRows } = await query
    .deleteFrom('latchkey_passkeys')
    .where('rp_id', '=', rpId)
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('status', '=', status)
    .$if(keepSuspended, (passkeys) => passkeys.where(isSuspendedByNone))
    .executeTakeFirstOrThrow()
  return numDeletedRows === 1n
}

interface CountedOut {
  readonly wasActive: boolean
  /** The number of active ones that must be left. */
  readonly least: number
}

async function countOut(
  query: Query,
  { rpId, userId }: PasskeyTarget,
  { wasActive, least }: CountedOut,
): Promise<boolean> {
  const counted = query
    .updateTable('latchkey_accounts')
    .set((row) => ({
      passkey_count: row('passkey_count', '-', 1),
      active_count: row('active_count', '-', fromBoolean(wasActive)),
    }))
    .where('rp_id', '=', rpId)
    .where('user_id', '=', userId)
  const left = fromBoolean(wasActive) + least
  return (await counted.where('active_count', '>=', left).executeTakeFirstOrThrow()).numUpdatedRows === 1n
}

async function readKept(
  query: Query,
  { rpId, id, userId }: PasskeyTarget,
): Promise<{ readonly name: string } | undefined> {
  return query
    .selectFrom('latchkey_passkeys')
    .select('name')
    .where('rp_id', '=', rpId)
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

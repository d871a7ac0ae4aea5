import {
  type EventRecord,
  type PasskeyStatus,
  type PasskeyTarget,
  type RemoveTogether,
  refuseUnfit,
} from '@latchkey/storage'
import type { Kysely } from 'kysely'
import { type Database, Refusal } from '../database.js'
import { keepEvents } from '../keep-events.js'
import { fromBoolean } from '../kept-values.js'
import type { LatchkeyTables } from '../tables.js'

export function renamePasskey(
  database: Database,
  target: PasskeyTarget,
  name: string,
  events: readonly EventRecord[],
): Promise<'done' | 'gone'> {
  const { rpId, id, userId } = target
  for (const record of [{ rpId, id, userId, name }, ...events]) refuseUnfit(record)
  return database.transact(async ({ query }) => {
    const { numUpdatedRows } = await query
      .updateTable('latchkey_passkeys')
      .set({ name })
      .where('rp_id', '=', rpId)
      .where('id', '=', id)
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n && !(await isKept(query, target))) return 'gone'
    await keepEvents(query, events)
    return 'done'
  })
}

export function setPasskeyStatus(
  database: Database,
  target: PasskeyTarget,
  status: PasskeyStatus,
  events: readonly EventRecord[],
): Promise<'done' | 'gone'> {
  const { rpId, id, userId } = target
  for (const record of [{ rpId, id, userId }, ...events]) refuseUnfit(record)
  return database.transact(async ({ query }) => {
    await database.dialect.lockAccount(query, target)
    const { numUpdatedRows } = await query
      .updateTable('latchkey_passkeys')
      .set({ status })
      .where('rp_id', '=', rpId)
      .where('id', '=', id)
      .where('user_id', '=', userId)
      .where('status', '!=', status)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return (await isKept(query, target)) ? 'done' : 'gone'
    await query
      .updateTable('latchkey_accounts')
      .set((row) => ({ active_count: row('active_count', '+', status === 'active' ? 1 : -1) }))
      .where('rp_id', '=', rpId)
      .where('user_id', '=', userId)
      .execute()
    await keepEvents(query, events)
    return 'done'
  })
}

type RemoveOutcome = 'removed' | 'gone' | 'last'

/** The row goes first, which tells whether it was active; the account then says whether another is left. */
export function removePasskey(
  database: Database,
  target: PasskeyTarget,
  { keepLastActive, events }: RemoveTogether,
): Promise<RemoveOutcome> {
  const { rpId, id, userId } = target
  for (const record of [{ rpId, id, userId }, ...events]) refuseUnfit(record)
  return database.transact<RemoveOutcome>(async ({ query }) => {
    await database.dialect.lockAccount(query, target)
    const wasActive = await deletePasskey(query, target, 'active')
    if (!wasActive && keepLastActive) return (await isKept(query, target)) ? 'last' : 'gone'
    if (!wasActive && !(await deletePasskey(query, target, 'suspended'))) return 'gone'
    if (!(await countOut(query, target, { wasActive, keepLastActive }))) throw new Refusal<RemoveOutcome>('last')
    await keepEvents(query, events)
    return 'removed'
  })
}

async function deletePasskey(
  query: Kysely<LatchkeyTables>,
  { rpId, id, userId }: PasskeyTarget,
  status: PasskeyStatus,
): Promise<boolean> {
  const { numDeletedRows } = await query
    .deleteFrom('latchkey_passkeys')
    .where('rp_id', '=', rpId)
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('status', '=', status)
    .executeTakeFirstOrThrow()
  return numDeletedRows === 1n
}

interface CountedOut {
  readonly wasActive: boolean
  readonly keepLastActive: boolean
}

async function countOut(
  query: Kysely<LatchkeyTables>,
  { rpId, userId }: PasskeyTarget,
  { wasActive, keepLastActive }: CountedOut,
): Promise<boolean> {
  const counted = query
    .updateTable('latchkey_accounts')
    .set((row) => ({
      passkey_count: row('passkey_count', '-', 1),
      active_count: row('active_count', '-', fromBoolean(wasActive)),
    }))
    .where('rp_id', '=', rpId)
    .where('user_id', '=', userId)
  const allowed = keepLastActive ? counted.where('active_count', '>', 1) : counted
  return (await allowed.executeTakeFirstOrThrow()).numUpdatedRows === 1n
}

async function isKept(query: Kysely<LatchkeyTables>, { rpId, id, userId }: PasskeyTarget): Promise<boolean> {
  const row = await query
    .selectFrom('latchkey_passkeys')
    .select('id')
    .where('rp_id', '=', rpId)
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row !== undefined
}

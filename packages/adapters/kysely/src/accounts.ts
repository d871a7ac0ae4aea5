import {
  type AccountRecord,
  type AccountStore,
  type AccountTarget,
  type EventRecord,
  type RecordPrompt,
  refuseUnfit,
} from '@latchkey/storage'
import { type Kysely, sql } from 'kysely'
import { clearedAnswers, readAccount, toAccountRow } from './account-row.js'
import type { Database } from './database.js'
import { keepEvents } from './keep-events.js'
import type { LatchkeyTables } from './tables.js'

export function sqlAccounts(database: Database): AccountStore {
  return {
    recordPrompt: async (record) => recordPrompt(database, record),
    raiseVersion: async (target, events) => raiseVersion(database, target, events),
    purge: async (target, at, events) => purge(database, target, at, events),
  }
}

function recordPrompt(database: Database, record: RecordPrompt): Promise<AccountRecord> {
  const { rpId, userId, userHandle, at, events } = record
  for (const it of [{ rpId, userId, userHandle }, ...events]) refuseUnfit(it)
  return database.transact(async ({ query }) => {
    await makeLive(database, query, record)
    await query
      .updateTable('latchkey_accounts')
      .set(promptChange(record.what, at))
      .where('rp_id', '=', rpId)
      .where('user_id', '=', userId)
      .execute()
    await keepEvents(query, events)
    return readChanged(query, record)
  })
}

/** There is an account that is no tombstone. */
async function makeLive({ dialect }: Database, query: Kysely<LatchkeyTables>, record: RecordPrompt): Promise<void> {
  const { rpId, userId, userHandle, at } = record
  const fresh = { version: 1, passkeyCount: 0, activeCount: 0, prompt: { declines: 0, never: false }, createdAt: at }
  const row = toAccountRow({ rpId, userId, userHandle, ...fresh })
  if (await dialect.insertUnlessTaken(query.insertInto('latchkey_accounts').values(row), 1)) return
  await query
    .updateTable('latchkey_accounts')
    .set({ user_handle: userHandle, created_at: at, purged_at: null })
    .where('rp_id', '=', rpId)
    .where('user_id', '=', userId)
    .where('purged_at', 'is not', null)
    .execute()
}

function promptChange(what: RecordPrompt['what'], at: number) {
  if (what === 'shown') return { prompt_last_shown_at: at }
  if (what === 'cleared') return clearedAnswers
  const declined = { prompt_declined_at: at, prompt_declines: sql<number>`prompt_declines + 1` }
  return what === 'never' ? { ...declined, prompt_never: 1 } : declined
}

function raiseVersion(
  database: Database,
  { rpId, userId }: AccountTarget,
  events: readonly EventRecord[],
): Promise<AccountRecord | undefined> {
  for (const record of [{ rpId, userId }, ...events]) refuseUnfit(record)
  return database.transact(async ({ query }) => {
    const { numUpdatedRows } = await query
      .updateTable('latchkey_accounts')
      .set((row) => ({ version: row('version', '+', 1) }))
      .where('rp_id', '=', rpId)
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return undefined
    await keepEvents(query, events)
    return readChanged(query, { rpId, userId })
  })
}

/** The account goes first: whoever adds a passkey meanwhile waits for it, so that none is left over. */
function purge(
  database: Database,
  { rpId, userId }: AccountTarget,
  at: number,
  events: readonly EventRecord[],
): Promise<AccountRecord | undefined> {
  for (const record of [{ rpId, userId }, ...events]) refuseUnfit(record)
  return database.transact(async ({ query }) => {
    const { numUpdatedRows } = await query
      .updateTable('latchkey_accounts')
      .set((row) => ({
        version: row('version', '+', 1),
        passkey_count: 0,
        active_count: 0,
        ...clearedAnswers,
        prompt_last_shown_at: null,
        purged_at: at,
      }))
      .where('rp_id', '=', rpId)
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow()
    for (const table of ['latchkey_passkeys', 'latchkey_codes'] as const) {
      await query.deleteFrom(table).where('rp_id', '=', rpId).where('user_id', '=', userId).execute()
    }
    if (numUpdatedRows === 0n) return undefined
    await keepEvents(query, events)
    return readChanged(query, { rpId, userId })
  })
}

/** The account as it now is, in the transaction that has changed it. */
async function readChanged(query: Kysely<LatchkeyTables>, target: AccountTarget): Promise<AccountRecord> {
  const account = await readAccount(query, target)
  if (account === undefined) throw new Error('The account has vanished inside its own transaction.')
  return account
}

import {
  type AccountRecord,
  type AccountStore,
  type AccountTarget,
  type EventRecord,
  type RecordPrompt,
  refuseUnfit,
} from '@latchkey/storage'
import { type RawBuilder, sql } from 'kysely'
import { clearedAnswers, fromAccountRow, readAccountRow, toAccountRow } from './account-row.js'
import { type Change, changeAndRead, changeRow } from './change-with-events.js'
import type { Database } from './database.js'
import type { Query } from './dialects/dialect.js'
import { keepEvents } from './keep-events.js'

export function sqlAccounts(database: Database): AccountStore {
  return {
    recordPrompt: async (record) => recordPrompt(database, record),
    raiseVersion: async (target, events) => raiseVersion(database, target, events),
    purge: async (target, at, events) => purge(database, target, at, events),
  }
}

async function recordPrompt(database: Database, record: RecordPrompt): Promise<AccountRecord> {
  const { rpId, userId, userHandle, events } = record
  for (const it of [{ rpId, userId, userHandle }, ...events]) refuseUnfit(it)
  const row = await changeAndRead(database, {
    change: (query) => keepPrompt(database, query, record),
    read: (query) => readAccountRow(query, record),
    events,
  })
  if (row === undefined) throw new Error('The account has vanished inside its own transaction.')
  return fromAccountRow(row)
}

/** Makes the account, changes it, or makes it anew of a tombstone. */
function keepPrompt({ dialect }: Database, query: Query, record: RecordPrompt): Change {
  const { rpId, userId, userHandle, what, at } = record
  const fresh = { version: 1, passkeyCount: 0, activeCount: 0, prompt: { declines: 0, never: false }, createdAt: at }
  const row = { ...toAccountRow({ rpId, userId, userHandle, ...fresh }), ...promptOf[what](at, sql.lit(0)) }
  return dialect.orUpdate(query.insertInto('latchkey_accounts').values(row), {
    key: ['rp_id', 'user_id'],
    changes: {
      ...promptOf[what](at, sql.ref('latchkey_accounts.prompt_declines')),
      user_handle: unlessTombstone(sql.ref('latchkey_accounts.user_handle'), userHandle),
      created_at: unlessTombstone(sql.ref('latchkey_accounts.created_at'), at),
      purged_at: null,
    },
  })
}

/** What changes by what is recorded, `declines` being how often it was declined before. */
const promptOf = {
  shown: (at: number) => ({ prompt_last_shown_at: at }),
  declined,
  never: (at: number, declines: RawBuilder<unknown>) => ({ ...declined(at, declines), prompt_never: 1 }),
  cleared: () => clearedAnswers,
} as const satisfies Record<RecordPrompt['what'], unknown>

function declined(at: number, declines: RawBuilder<unknown>) {
  return { prompt_declined_at: at, prompt_declines: sql<number>`${declines} + 1` }
}

function unlessTombstone(kept: RawBuilder<unknown>, given: string | number): RawBuilder<unknown> {
  return sql`case when latchkey_accounts.purged_at is null then ${kept} else ${given} end`
}

async function raiseVersion(
  database: Database,
  { rpId, userId }: AccountTarget,
  events: readonly EventRecord[],
): Promise<AccountRecord | undefined> {
  for (const record of [{ rpId, userId }, ...events]) refuseUnfit(record)
  const row = await changeAndRead(database, {
    change: (query) =>
      query
        .updateTable('latchkey_accounts')
        .set((account) => ({ version: account('version', '+', 1) }))
        .where('rp_id', '=', rpId)
        .where('user_id', '=', userId),
    read: (query) => readAccountRow(query, { rpId, userId }),
    events,
  })
  return row && fromAccountRow(row)
}

/**
 * The account goes first: whoever adds a passkey meanwhile waits for it, so that none is left over. On every database
 * by statements of their own: one alone would not see the passkey that was added while it waited.
 */
function purge(
  database: Database,
  { rpId, userId }: AccountTarget,
  at: number,
  events: readonly EventRecord[],
): Promise<AccountRecord | undefined> {
  for (const record of [{ rpId, userId }, ...events]) refuseUnfit(record)
  return database.transact(async ({ query }) => {
    const row = await changeRow(database, query, {
      change: () => burial(query, { rpId, userId }, at),
      read: () => readAccountRow(query, { rpId, userId }),
    })
    for (const table of ['latchkey_passkeys', 'latchkey_codes'] as const) {
      await query.deleteFrom(table).where('rp_id', '=', rpId).where('user_id', '=', userId).execute()
    }
    if (row === undefined) return undefined
    await keepEvents(query, events)
    return fromAccountRow(row)
  })
}

/** Makes a tombstone of the account. */
function burial(query: Query, { rpId, userId }: AccountTarget, at: number): Change {
  return query
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
}

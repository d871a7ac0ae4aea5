import {
  type AccountMadeIfAbsent,
  type AccountPageQuery,
  type AccountRecord,
  type AccountStore,
  assertStorable,
  assertStorablePageLimit,
  type EventRecord,
  type Page,
  type RecordPrompt,
  type RemovedEvents,
} from '@latchkey/storage'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/database.js'
import type { Query } from '../dialects/dialect.js'
import { type Change, changeAndRead } from '../events/change-with-events.js'
import {
  assertStorableTarget,
  clearedAnswers,
  demandAccount,
  fromAccountRow,
  readAccountRow,
  toAccountRow,
} from './account-row.js'
import { emptyAccount } from './empty-account.js'
import { raiseAccount } from './raise-account.js'

export function sqlAccounts(database: Database): AccountStore {
  return {
    recordPrompt: async (record) => recordPrompt(database, record),
    raiseVersion: async (target, events) => raiseVersion(database, target, events),
    purge: async (target, tell) => purge(database, target, tell),
    page: async (query) => page(database, query),
  }
}

async function recordPrompt(database: Database, record: RecordPrompt): Promise<AccountRecord> {
  const { events } = record
  assertStorableTarget(record)
  for (const event of events) assertStorable(event)
  const row = await changeAndRead(database, {
    change: (query) => keepPrompt(database, query, record),
    read: (query) => readAccountRow(query, record),
    events,
  })
  return demandAccount(row)
}

/** Creates the account, or changes it; a tombstone stays a tombstone. */
function keepPrompt({ dialect }: Database, query: Query, record: RecordPrompt): Change {
  const { rpId, userId, userHandle, what, at } = record
  const fresh = { version: 1, passkeyCount: 0, activeCount: 0, prompt: { declines: 0, never: false }, createdAt: at }
  const row = { ...toAccountRow({ rpId, userId, userHandle, ...fresh }), ...promptOf[what](at, sql.lit(0)) }
  return dialect.orUpdate(query.insertInto('latchkey_accounts').values(row), {
    key: ['rp_id', 'user_id'],
    changes: promptOf[what](at, sql.ref('latchkey_accounts.prompt_declines')),
  })
}

/** The changes for each kind of record; `declines` is the number of declines before. */
const promptOf = {
  shown: (at: number) => ({ prompt_last_shown_at: at }),
  declined,
  never: (at: number, declines: RawBuilder<unknown>) => ({ ...declined(at, declines), prompt_never: 1 }),
  cleared: () => clearedAnswers,
} as const satisfies Record<RecordPrompt['what'], unknown>

function declined(at: number, declines: RawBuilder<unknown>) {
  return { prompt_declined_at: at, prompt_declines: sql<number>`${declines} + 1` }
}

async function raiseVersion(
  database: Database,
  target: AccountMadeIfAbsent,
  events: readonly EventRecord[],
): Promise<AccountRecord> {
  assertStorableTarget(target)
  for (const event of events) assertStorable(event)
  return demandAccount(await changeAndRead(database, { ...raiseAccount(database, target), events }))
}

function purge(database: Database, target: AccountMadeIfAbsent, tell: RemovedEvents): Promise<AccountRecord> {
  const { rpId, userId, at } = target
  assertStorableTarget(target)
  return database.transact(async ({ query }) => {
    // Codes are deleted first, as a use of one for a passkey also locks them first.
    await query.deleteFrom('latchkey_codes').where('rp_id', '=', rpId).where('user_id', '=', userId).execute()
    const also = { ...clearedAnswers, prompt_last_shown_at: null, purged_at: at }
    return (await emptyAccount(database, query, { target, tell, reason: 'purged', also })).account
  })
}

async function page({ read }: Database, { rpId, after = '', limit }: AccountPageQuery): Promise<Page<AccountRecord>> {
  assertStorablePageLimit(limit)
  assertStorable({ rpId, userId: after })
  const rows = await read((query) =>
    query
      .selectFrom('latchkey_accounts')
      .selectAll()
      .where('rp_id', '=', rpId)
      .where(sql<boolean>`user_id > ${after}`)
      .orderBy('user_id')
      .limit(limit + 1)
      .execute(),
  )
  const items = rows.slice(0, limit).map(fromAccountRow)
  const last = items.at(-1)
  return last !== undefined && rows.length > limit ? { items, next: last.userId } : { items }
}

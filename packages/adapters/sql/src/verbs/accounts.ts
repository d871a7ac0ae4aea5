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
} from '@latchkey/storage'
import type { Values } from '../database/statement.js'
import { type AccountRow, demandAccount, fromAccountRow } from '../rows/account-row.js'
import { accountChanges } from '../statements/accounts.js'
import { type Change, changeAndRead, prepareChange } from './change-with-events.js'
import { assertStorableTarget, type Emptying, emptyAccount, freshAccount } from './empty-account.js'
import { pageOf } from './page-of.js'
import type { PasskeyWriting } from './passkeys.js'

/** Each change of an account, by what it does. */
export type AccountChanges = Readonly<Record<keyof ReturnType<typeof accountChanges>, Change>>

export function prepareAccountChanges({ database, accounts }: PasskeyWriting): AccountChanges {
  const texts = accountChanges(database)
  const prepare = (text: string) => prepareChange(database, text, { readBack: accounts.find, is: 'upsert' })
  return {
    shown: prepare(texts.shown),
    declined: prepare(texts.declined),
    never: prepare(texts.never),
    cleared: prepare(texts.cleared),
    grace: prepare(texts.grace),
    raise: prepare(texts.raise),
    empty: prepare(texts.empty),
    purge: prepare(texts.purge),
  }
}

export function sqlAccounts(emptying: Emptying, changes: AccountChanges): AccountStore {
  const writing = { ...emptying, changes }
  return {
    recordPrompt: async (record) => recordPrompt(writing, record),
    raiseVersion: async (target, events) => raiseVersion(writing, target, events),
    purge: async (target, tell, { eraseEvents = false } = {}) => {
      assertStorableTarget(target)
      return (await emptyAccount(emptying, { target, tell, reason: 'purged', eraseEvents })).account
    },
    page: async (query) => page(writing, query),
    listRelyingParties: async (userId) => listRelyingParties(writing, userId),
  }
}

type AccountWriting = PasskeyWriting & { readonly changes: AccountChanges }

async function recordPrompt(writing: AccountWriting, record: RecordPrompt): Promise<AccountRecord> {
  assertStorableTarget(record)
  for (const event of record.events) assertStorable(event)
  const values = { ...freshAccount(record), ...promptOf[record.what](record) }
  return demandAccount(
    await changeAndRead<AccountRow>(writing, {
      change: writing.changes[record.what],
      values,
      events: record.events,
    }),
  )
}

/** What an account is created with by each kind of record. */
const promptOf: Readonly<Record<RecordPrompt['what'], (record: RecordPrompt) => Values>> = {
  shown: ({ at }) => ({ shown_at: at }),
  declined: ({ at }) => ({ declined_at: at, declines: 1 }),
  never: ({ at }) => ({ declined_at: at, declines: 1, never: 1 }),
  cleared: () => ({}),
  grace: ({ graceUntil = null }) => ({ grace_until: graceUntil }),
}

async function raiseVersion(
  writing: AccountWriting,
  target: AccountMadeIfAbsent,
  events: readonly EventRecord[],
): Promise<AccountRecord> {
  assertStorableTarget(target)
  for (const event of events) assertStorable(event)
  const values = freshAccount(target)
  return demandAccount(await changeAndRead<AccountRow>(writing, { change: writing.changes.raise, values, events }))
}

async function page(
  { database, accounts }: AccountWriting,
  { rpId, after = '', limit }: AccountPageQuery,
): Promise<Page<AccountRecord>> {
  assertStorablePageLimit(limit)
  assertStorable({ rpId, userId: after })
  const rows = await database.read<AccountRow>(accounts.page({ rp_id: rpId, after, limit: limit + 1 }))
  return pageOf(rows.map(fromAccountRow), limit, ({ userId }) => userId)
}

async function listRelyingParties({ database, accounts }: AccountWriting, userId: string): Promise<readonly string[]> {
  assertStorable({ userId })
  const rows = await database.read<Pick<AccountRow, 'rp_id'>>(accounts.relyingParties({ user_id: userId }))
  return rows.map((row) => row.rp_id)
}

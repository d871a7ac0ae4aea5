import type { AccountMadeIfAbsent } from '@latchkey/storage'
import { type Insertable, type Selectable, sql } from 'kysely'
import type { Database } from '../database/database.js'
import type { Query } from '../dialects/dialect.js'
import type { Change, ChangeOfRow } from '../events/change-with-events.js'
import type { AccountTable } from '../schema/tables.js'
import { readAccountRow, toAccountRow } from './account-row.js'

/** Columns that change with the version, if the account exists and if it is created. */
type AlsoChanged = Partial<Insertable<AccountTable>>

/** Raises the account's version by one; if there is no account, it is created at version 1. */
export function raiseAccount(
  database: Database,
  target: AccountMadeIfAbsent,
  also: AlsoChanged = {},
): ChangeOfRow<Selectable<AccountTable>> {
  return {
    change: (query) => upsertRaised(database, query, { target, also }),
    read: (query) => readAccountRow(query, target),
  }
}

interface Raising {
  readonly target: AccountMadeIfAbsent
  readonly also: AlsoChanged
}

function upsertRaised({ dialect }: Database, query: Query, { target, also }: Raising): Change {
  const { rpId, userId, userHandle, at } = target
  const fresh = { version: 1, passkeyCount: 0, activeCount: 0, prompt: { declines: 0, never: false }, createdAt: at }
  const row = { ...toAccountRow({ rpId, userId, userHandle, ...fresh }), ...also }
  return dialect.orUpdate(query.insertInto('latchkey_accounts').values(row), {
    key: ['rp_id', 'user_id'],
    changes: { version: sql`latchkey_accounts.version + 1`, ...also },
  })
}

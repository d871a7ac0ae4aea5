import { type AccountMadeIfAbsent, type AccountRecord, type AccountTarget, assertStorable } from '@latchkey/storage'
import type { Insertable, Selectable } from 'kysely'
import type { Query } from '../dialects/dialect.js'
import type { AccountTable } from '../schema/tables.js'
import { fromBoolean, toBoolean, toNumber } from '../values/kept-values.js'

export function toAccountRow(account: AccountRecord): Insertable<AccountTable> {
  return {
    rp_id: account.rpId,
    user_id: account.userId,
    user_handle: account.userHandle,
    version: account.version,
    passkey_count: account.passkeyCount,
    active_count: account.activeCount,
    prompt_declined_at: account.prompt.declinedAt ?? null,
    prompt_declines: account.prompt.declines,
    prompt_never: fromBoolean(account.prompt.never),
    prompt_last_shown_at: account.prompt.lastShownAt ?? null,
    created_at: account.createdAt,
    purged_at: account.purgedAt ?? null,
  }
}

export function fromAccountRow(row: Selectable<AccountTable>): AccountRecord {
  return {
    rpId: row.rp_id,
    userId: row.user_id,
    userHandle: row.user_handle,
    version: toNumber(row.version),
    passkeyCount: toNumber(row.passkey_count),
    activeCount: toNumber(row.active_count),
    prompt: {
      declines: toNumber(row.prompt_declines),
      never: toBoolean(row.prompt_never),
      ...(row.prompt_declined_at !== null && { declinedAt: toNumber(row.prompt_declined_at) }),
      ...(row.prompt_last_shown_at !== null && { lastShownAt: toNumber(row.prompt_last_shown_at) }),
    },
    createdAt: toNumber(row.created_at),
    ...(row.purged_at !== null && { purgedAt: toNumber(row.purged_at) }),
  }
}

/** The account of a row that the previous statement created or changed. */
export function demandAccount(row: Selectable<AccountTable> | undefined): AccountRecord {
  if (row === undefined) throw new Error('The account has vanished inside its own transaction.')
  return fromAccountRow(row)
}

export function assertStorableTarget({ rpId, userId, userHandle }: AccountMadeIfAbsent): void {
  assertStorable({ rpId, userId, userHandle })
}

/** What `passkeys.add` clears: the answers, not the time of the last prompt. */
export const clearedAnswers = { prompt_declined_at: null, prompt_declines: 0, prompt_never: 0 } as const

/** The stored account, tombstones included. */
export async function readAccount(query: Query, target: AccountTarget): Promise<AccountRecord | undefined> {
  const row = await readAccountRow(query, target)
  return row && fromAccountRow(row)
}

export function readAccountRow(
  query: Query,
  { rpId, userId }: AccountTarget,
): Promise<Selectable<AccountTable> | undefined> {
  return query
    .selectFrom('latchkey_accounts')
    .selectAll()
    .where('rp_id', '=', rpId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

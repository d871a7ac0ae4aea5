import {
  type AccountMadeIfAbsent,
  assertStorable,
  type RemovedEvents,
  type RemovedId,
  type RemovedPasskeys,
} from '@latchkey/storage'
import type { Insertable } from 'kysely'
import type { Database } from '../database/database.js'
import type { Query } from '../dialects/dialect.js'
import { changeRow } from '../events/change-with-events.js'
import { storeEvents } from '../events/store-events.js'
import { fromPasskeyRow } from '../passkeys/passkey-row.js'
import { rememberRemoved, toRemovedRow } from '../passkeys/removed-ids.js'
import type { AccountTable } from '../schema/tables.js'
import { demandAccount } from './account-row.js'
import { raiseAccount } from './raise-account.js'

export interface Emptying {
  readonly target: AccountMadeIfAbsent
  readonly tell: RemovedEvents
  readonly reason: RemovedId['reason']
  /** Other changes of the account. */
  readonly also?: Partial<Insertable<AccountTable>>
}

/**
 * Deletes all passkeys of the user, and raises the version. The account goes first: a transaction that adds a passkey
 * meanwhile waits for it, so that none is left over. On every database this takes several statements: a single one
 * would not see the passkey that was added while it waited.
 */
export async function emptyAccount(database: Database, query: Query, emptying: Emptying): Promise<RemovedPasskeys> {
  const { target, tell, reason, also } = emptying
  const { rpId, userId } = target
  const raised = raiseAccount(database, target, { ...also, passkey_count: 0, active_count: 0 })
  const account = demandAccount(await changeRow(database, query, raised))
  const rows = await query
    .selectFrom('latchkey_passkeys')
    .selectAll()
    .where('rp_id', '=', rpId)
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const removed = rows.map(fromPasskeyRow)
  const events = tell(removed)
  for (const event of events) assertStorable(event)
  if (removed.length > 0) {
    await query.deleteFrom('latchkey_passkeys').where('rp_id', '=', rpId).where('user_id', '=', userId).execute()
    const how = { reason, removedAt: target.at }
    await rememberRemoved(database, query, await Promise.all(removed.map((passkey) => toRemovedRow(passkey, how))))
  }
  await storeEvents(database, query, events)
  return { removed, account }
}

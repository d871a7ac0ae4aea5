import {
  type AccountMadeIfAbsent,
  assertStorable,
  type EventRecord,
  hashCredentialId,
  type PasskeyRecord,
  type RemovedEvents,
  type RemovedId,
  type RemovedPasskeys,
} from '@latchkey/storage'
import type { OwnTransaction, Step } from '../database/database.js'
import type { Values } from '../database/statement.js'
import { type AccountRow, demandAccount } from '../rows/account-row.js'
import { fromPasskeyRow, type PasskeyRow } from '../rows/passkey-row.js'
import type { codeStatements } from '../statements/codes.js'
import { type Change, changeRow } from './change-with-events.js'
import type { PasskeyWriting } from './passkeys.js'
import { storeEvents } from './store-events.js'

export function assertStorableTarget({ rpId, userId, userHandle }: AccountMadeIfAbsent): void {
  assertStorable({ rpId, userId, userHandle })
}

/** What emptying an account is made of. */
export interface Emptying extends PasskeyWriting {
  /** The change of the account, for each reason. */
  readonly emptied: Readonly<Record<RemovedId['reason'], Change>>
  readonly codes: ReturnType<typeof codeStatements>
}

export interface Emptied {
  readonly target: AccountMadeIfAbsent
  readonly tell: RemovedEvents
  readonly reason: RemovedId['reason']
}

/** The values of an account that is created if it is absent. */
export function freshAccount({ rpId, userId, userHandle, at }: AccountMadeIfAbsent): Values {
  const noPrompt = { declined_at: null, declines: 0, never: 0, shown_at: null }
  return { rp_id: rpId, user_id: userId, user_handle: userHandle, at, purged_at: null, ...noPrompt }
}

/**
 * Deletes all passkeys of the user, and raises the version. The account goes first: a transaction that adds a passkey
 * meanwhile waits for it, so that none is left over. On every database this takes several statements: a single one
 * would not see the passkey that was added while it waited.
 */
export function emptyAccount(emptying: Emptying, { target, tell, reason }: Emptied): Promise<RemovedPasskeys> {
  const { database, passkeys, codes } = emptying
  const isPurge = reason === 'purged'
  const values = { ...freshAccount(target), purged_at: isPurge ? target.at : null }
  return database.transact(async (transaction) => {
    // Codes are deleted first, as a use of one for a passkey also locks them first.
    if (isPurge) await transaction.run(codes.deleteOfUser(values))
    const row = await changeRow<AccountRow>(database, transaction, { change: emptying.emptied[reason], values })
    const removed = (await transaction.read<PasskeyRow>(passkeys.selectOfUser(values))).map(fromPasskeyRow)
    const events = storableEvents(tell(removed))
    await deletePasskeys(emptying, transaction, { removed, values, how: { reason, removed_at: target.at } })
    await storeEvents(emptying, transaction, events)
    return { removed, account: demandAccount(row) }
  })
}

function storableEvents(events: readonly EventRecord[]): readonly EventRecord[] {
  for (const event of events) assertStorable(event)
  return events
}

interface Deletion {
  readonly removed: readonly PasskeyRecord[]
  readonly values: Values
  readonly how: { readonly reason: string; readonly removed_at: number }
}

async function deletePasskeys(
  { passkeys, removed: statements }: Emptying,
  transaction: OwnTransaction,
  { removed, values, how }: Deletion,
): Promise<void> {
  if (removed.length === 0) return
  const remembered: readonly Step[] = await Promise.all(
    removed.map(async ({ rpId, id }) =>
      statements.remember({ rp_id: rpId, id_hash: await hashCredentialId(rpId, id), ...how }),
    ),
  )
  await transaction.runAll([passkeys.deleteOfUser(values), ...remembered], undefined)
}

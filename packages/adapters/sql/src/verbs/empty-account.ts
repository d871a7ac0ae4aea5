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
import type { Step } from '../database/database.js'
import type { Values } from '../database/statement.js'
import { type AccountRow, demandAccount } from '../rows/account-row.js'
import { fromPasskeyRow, type PasskeyRow } from '../rows/passkey-row.js'
import type { codeStatements } from '../statements/codes.js'
import type { eraseStatements } from '../statements/events.js'
import { isDemandFailure } from '../statements/writing.js'
import { toNumber } from '../values/driver-values.js'
import { type Change, changeRow } from './change-with-events.js'
import type { PasskeyWriting } from './passkeys.js'
import { eventSteps } from './store-events.js'

export function assertStorableTarget({ rpId, userId, userHandle }: AccountMadeIfAbsent): void {
  assertStorable({ rpId, userId, userHandle })
}

/** What emptying an account is made of. */
export interface Emptying extends PasskeyWriting {
  /** The change of the account, for each reason. */
  readonly emptied: Readonly<Record<RemovedId['reason'], Change>>
  readonly codes: ReturnType<typeof codeStatements>
  readonly erase: ReturnType<typeof eraseStatements>
}

export interface Emptied {
  readonly target: AccountMadeIfAbsent
  readonly tell: RemovedEvents
  readonly reason: RemovedId['reason']
  readonly eraseEvents?: boolean
}

/** The values of an account that is created if it is absent. */
export function freshAccount({ rpId, userId, userHandle, at }: AccountMadeIfAbsent): Values {
  const noPrompt = { declined_at: null, declines: 0, never: 0, shown_at: null }
  return { rp_id: rpId, user_id: userId, user_handle: userHandle, at, purged_at: null, grace_until: null, ...noPrompt }
}

/**
 * Deletes all passkeys of the user, and raises the version. The account goes first: a transaction that adds a passkey
 * meanwhile waits for it, so that none is left over. On every database this takes several statements: a single one
 * would not see the passkey that was added while it waited.
 */
export async function emptyAccount(emptying: Emptying, emptied: Emptied): Promise<RemovedPasskeys> {
  if (emptying.database.hasTransactions) return emptyInTransaction(emptying, emptied)
  for (let attempts = 1; attempts <= mostAttempts; attempts++) {
    const removed = await emptyInBatch(emptying, emptied)
    if (removed !== undefined) return removed
  }
  throw new Error('Other calls changed the passkeys of the user repeatedly.')
}

const mostAttempts = 20

function emptyInTransaction(emptying: Emptying, emptied: Emptied): Promise<RemovedPasskeys> {
  const { database, passkeys } = emptying
  const values = valuesOf(emptied)
  return database.transact(async (transaction) => {
    await transaction.runAll(codeSteps(emptying, emptied), undefined)
    const change = emptying.emptied[emptied.reason]
    const row = await changeRow<AccountRow>(database, transaction, { change, values })
    const rows = await transaction.read<PasskeyRow>(passkeys.selectOfUser(values))
    const { removed, steps } = await deletion(emptying, emptied, rows)
    await transaction.runAll(steps, undefined)
    return { removed, account: demandAccount(row) }
  })
}

/**
 * The passkeys are read before, because `tell` makes the events of them; the batch fails if they are others by then.
 * Undefined in this case.
 */
async function emptyInBatch(emptying: Emptying, emptied: Emptied): Promise<RemovedPasskeys | undefined> {
  const { database, passkeys } = emptying
  const values = valuesOf(emptied)
  const rows = await database.read<PasskeyRow>(passkeys.selectOfUser(values))
  const { removed, steps } = await deletion(emptying, emptied, rows)
  const account = emptying.emptied[emptied.reason].alone(values)
  const seen = passkeys.demandSame({ ...values, seen: JSON.stringify(rows.map(whatChanges)), count: rows.length })
  const before = codeSteps(emptying, emptied)
  try {
    const results = await database.together([...before, account, seen, ...steps])
    return { removed, account: demandAccount(results?.[before.length]?.rows[0] as AccountRow | undefined) }
  } catch (error) {
    if (isDemandFailure(database, error)) return undefined
    throw error
  }
}

/** What a change of a passkey changes: each sign-in counts. */
function whatChanges({ id, name, sign_in_count, status, suspended_by }: PasskeyRow) {
  return { id, name, sign_in_count: toNumber(sign_in_count), status, suspended_by }
}

function valuesOf({ target, reason }: Emptied): Values {
  return { ...freshAccount(target), purged_at: reason === 'purged' ? target.at : null }
}

/** Codes are deleted first, as a use of one for a passkey also locks them first. */
function codeSteps({ codes }: Emptying, emptied: Emptied): readonly Step[] {
  return emptied.reason === 'purged' ? [codes.deleteOfUser(valuesOf(emptied))] : []
}

interface Deletion {
  readonly removed: readonly PasskeyRecord[]
  readonly steps: readonly Step[]
}

async function deletion(emptying: Emptying, emptied: Emptied, rows: readonly PasskeyRow[]): Promise<Deletion> {
  const removed = rows.map(fromPasskeyRow)
  const { target, tell, reason } = emptied
  const events = storableEvents(tell(removed))
  const remembered = await Promise.all(
    removed.map(async ({ rpId, id }) =>
      emptying.removed.remember({
        rp_id: rpId,
        id_hash: await hashCredentialId(rpId, id),
        reason,
        removed_at: target.at,
      }),
    ),
  )
  const deleted = removed.length === 0 ? [] : [emptying.passkeys.deleteOfUser(valuesOf(emptied)), ...remembered]
  const erased = emptied.eraseEvents ? emptying.erase.map((statement) => statement(valuesOf(emptied))) : []
  return { removed, steps: [...deleted, ...erased, ...eventSteps(emptying, events)] }
}

function storableEvents(events: readonly EventRecord[]): readonly EventRecord[] {
  for (const event of events) assertStorable(event)
  return events
}

import {
  assertStorable,
  assertStorableCredentialId,
  type EventRecord,
  hashCredentialId,
  type PasskeyTarget,
  type RemoveOptions,
  type RemoveOutcome,
  type StatusChange,
} from '@latchkey/storage'
import type { Database, Step } from '../database/database.js'
import type { Values } from '../database/statement.js'
import { type AccountRow, fromAccountRow } from '../rows/account-row.js'
import { organizationIdOf, suspensionOf } from '../rows/suspended-by.js'
import { fromBoolean } from '../values/driver-values.js'
import { changeWithEvents } from './change-with-events.js'
import type { PasskeyWriting } from './passkeys.js'
import { appendEvents, eventStepsIfChanged, eventValues } from './store-events.js'

interface Renaming {
  readonly target: PasskeyTarget
  readonly name: string
  readonly events: readonly EventRecord[]
}

export async function renamePasskey(
  writing: PasskeyWriting,
  { target, name, events }: Renaming,
): Promise<'done' | 'gone'> {
  assertStorableChange(target, events, { name })
  const values = { ...keyOf(target), name }
  if (await changeWithEvents(writing, { change: writing.renaming, values, events })) return 'done'
  // A connection to MySQL may be configured not to count unchanged rows.
  if ((await readOwned(writing, target))?.name !== name) return 'gone'
  await appendEvents(writing, events)
  return 'done'
}

interface StatusSetting {
  readonly target: PasskeyTarget
  readonly change: StatusChange
  readonly events: readonly EventRecord[]
}

export async function setPasskeyStatus(writing: PasskeyWriting, setting: StatusSetting): Promise<'done' | 'gone'> {
  const { target, change, events } = setting
  assertStorableChange(target, events, { scope: change.scope })
  return (await setStatus(writing, setting)) || (await readOwned(writing, target)) ? 'done' : 'gone'
}

async function setStatus(writing: PasskeyWriting, { target, change, events }: StatusSetting): Promise<boolean> {
  const { database, status } = writing
  const organizationId = organizationIdOf(change.scope)
  const { atOnce, set, count } = status[change.status][organizationId === undefined ? 'everywhere' : 'there']
  const suspension = suspensionOf(organizationId)
  const by_user = change.byUser === true ? 1 : null
  const values = { ...keyOf(target), suspension, added: suspension.slice(1), by_user }
  if (atOnce) return (await database.once(atOnce({ ...values, ...eventValues(events) }))).rows.length > 0
  const steps = [
    ...lockSteps(writing, target),
    { ...set(values), must: 1 },
    ...(count ? [{ ...count(values), must: 1 }] : []),
    ...eventStepsIfChanged(writing, events),
  ]
  return (await database.together(steps)) !== undefined
}

/** From here on, another transaction that changes this user's passkeys waits. SQLite has one writer anyway. */
function lockSteps({ database, accounts }: PasskeyWriting, target: PasskeyTarget): readonly Step[] {
  return database.dialect.name === 'mysql' ? [accounts.lockWithPasskey(keyOf(target))] : []
}

export async function removePasskey(
  writing: PasskeyWriting,
  target: PasskeyTarget,
  together: RemoveOptions,
): Promise<RemoveOutcome> {
  assertStorableChange(target, together.events, {})
  if (await remove(writing, target, together)) return 'removed'
  if (!(await readOwned(writing, target))) return 'gone'
  if (together.addedCount !== undefined && (await countAdded(writing, target)) !== together.addedCount) return 'changed'
  return together.keepLastActive ? 'last' : 'gone'
}

async function countAdded({ database, accounts }: PasskeyWriting, target: PasskeyTarget): Promise<number> {
  const [row] = await database.read<AccountRow>(accounts.find(keyOf(target)))
  return row === undefined ? 0 : fromAccountRow(row).addedCount
}

/** Where the caller does not compare: no account has counted so many. */
const anyCount = -1

async function remove(writing: PasskeyWriting, target: PasskeyTarget, together: RemoveOptions): Promise<boolean> {
  const { database, removal, removed } = writing
  const { keepLastActive, unusableOthers = 0, addedCount = anyCount, at, events } = together
  const values = {
    ...keyOf(target),
    keep_last: fromBoolean(keepLastActive),
    others: unusableOthers,
    added_count: addedCount,
    id_hash: await hashCredentialId(target.rpId, target.id),
    reason: 'removed',
    removed_at: at,
  }
  const { atOnce, countOut, delete: deletion } = removal
  if (atOnce) return (await database.once(atOnce({ ...values, ...eventValues(events) }))).rows.length > 0
  const steps = [
    ...lockSteps(writing, target),
    { ...countOut(values), must: 1 },
    { ...deletion(values), must: 1 },
    removed.rememberIfChanged(values),
    ...eventStepsIfChanged(writing, events),
  ]
  return (await database.together(steps)) !== undefined
}

function assertStorableChange(
  { rpId, id, userId }: PasskeyTarget,
  events: readonly EventRecord[],
  others: object,
): void {
  for (const record of [{ rpId, userId }, others, ...events]) assertStorable(record)
  assertStorableCredentialId(id)
}

function keyOf({ rpId, id, userId }: PasskeyTarget): Values {
  return { rp_id: rpId, id, user_id: userId }
}

async function readOwned(
  { database, passkeys }: { readonly database: Database; readonly passkeys: PasskeyWriting['passkeys'] },
  target: PasskeyTarget,
): Promise<{ readonly name: string } | undefined> {
  const [row] = await database.read<{ readonly name: string }>(passkeys.findOwned(keyOf(target)))
  return row
}

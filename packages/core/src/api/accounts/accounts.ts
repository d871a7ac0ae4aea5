import type { AccountMadeIfAbsent } from '@latchkey/storage'
import {
  type AdminEventContext,
  type AdminUserInput,
  adminTarget,
  checkEnvironment,
  checkReach,
} from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { type Actor, createEvent, referenceTo } from '../../events/create-event.js'
import { newUserHandle } from '../../passkey/user-handle.js'

/** What the methods of `admin.accounts` take. */
export interface AccountInput extends Omit<AdminUserInput, 'actor'> {
  /**
   * The admin who acts, with the scope `environment`.
   *
   * @default your app itself
   */
  readonly actor?: Actor | undefined
}

/** Ends the user's open ceremonies with `account_changed`. Passkeys stay. See `AdminApi`. */
export async function invalidateAccount(context: Context, input: AccountInput): Promise<void> {
  const eventContext = await eventContextOf(context, input)
  const event = createEvent('account.invalidated', {}, eventContext)
  await context.store.accounts.raiseVersion(targetOf(context, eventContext), [event])
}

/** Your app has locked the account: its open ceremonies end as well. See `AdminApi`. */
export async function recordLock(context: Context, input: AccountInput): Promise<void> {
  const eventContext = await eventContextOf(context, input)
  const event = createEvent('account.locked', {}, eventContext)
  await context.store.accounts.raiseVersion(targetOf(context, eventContext), [event])
}

/** Your app has unlocked the account. See `AdminApi`. */
export async function recordUnlock(context: Context, input: AccountInput): Promise<void> {
  const eventContext = await eventContextOf(context, input)
  await context.store.events.append([createEvent('account.unlocked', {}, eventContext)])
}

/** Deletes the user's passkeys and prompt answers, and leaves a tombstone. See `AdminApi`. */
export async function purgeAccount(context: Context, input: AccountInput): Promise<void> {
  const eventContext = await eventContextOf(context, input)
  await context.store.accounts.purge(targetOf(context, eventContext), (removed) => [
    ...removed.map((passkey) => createEvent('passkey.removed', referenceTo(passkey), eventContext)),
    createEvent('account.purged', {}, eventContext),
  ])
}

/** A change of a whole account concerns every organization of the user. */
async function eventContextOf(context: Context, { actor, ...about }: AccountInput): Promise<AdminEventContext> {
  const eventContext = adminTarget(context, { ...about, actor: actor ?? 'system' })
  checkEnvironment(eventContext.scope)
  await checkReach(context, eventContext)
  return eventContext
}

/** The handle is for a new account. */
function targetOf({ settings }: Context, { rpId, userId, at }: AdminEventContext): AccountMadeIfAbsent {
  return { rpId, userId, userHandle: newUserHandle(settings), at }
}

import type { AccountMadeIfAbsent } from '@latchkey/storage'
import {
  type AdminEventContext,
  type AdminUserInput,
  adminTarget,
  checkEnvironment,
  checkReach,
} from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { everywhere, type UserEventContext } from '../../context/everywhere.js'
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
  await raiseEverywhere(context, input, 'account.invalidated')
}

/** Your app has locked the account: its open ceremonies end as well. See `AdminApi`. */
export async function recordLock(context: Context, input: AccountInput): Promise<void> {
  await raiseEverywhere(context, input, 'account.locked')
}

/** Your app has unlocked the account. See `AdminApi`. */
export async function recordUnlock(context: Context, input: AccountInput): Promise<void> {
  await everywhere(context, await eventContextOf(context, input), async (about) =>
    context.store.events.append([createEvent('account.unlocked', {}, about)]),
  )
}

/** Deletes the user's passkeys and prompt answers, and leaves a tombstone. See `AdminApi`. */
export async function purgeAccount(context: Context, input: AccountInput): Promise<void> {
  await everywhere(context, await eventContextOf(context, input), async (about) =>
    context.store.accounts.purge(targetOf(context, about), (removed) => [
      ...removed.map((passkey) => createEvent('passkey.removed', referenceTo(passkey), about)),
      createEvent('account.purged', {}, about),
    ]),
  )
}

async function raiseEverywhere(
  context: Context,
  input: AccountInput,
  name: 'account.invalidated' | 'account.locked',
): Promise<void> {
  await everywhere(context, await eventContextOf(context, input), async (about) =>
    context.store.accounts.raiseVersion(targetOf(context, about), [createEvent(name, {}, about)]),
  )
}

/** A change of a whole account concerns every organization of the user. */
async function eventContextOf(
  context: Context,
  { actor, relyingPartyId, ...about }: AccountInput,
): Promise<AdminEventContext & Pick<UserEventContext, 'onlyHere'>> {
  const eventContext = adminTarget(context, { ...about, actor: actor ?? 'system' })
  checkEnvironment(eventContext.scope)
  await checkReach(context, eventContext)
  return { ...eventContext, onlyHere: relyingPartyId !== undefined }
}

/** The handle is for a new account. */
function targetOf({ settings }: Context, { rpId, userId, at }: UserEventContext): AccountMadeIfAbsent {
  return { rpId, userId, userHandle: newUserHandle(settings), at }
}

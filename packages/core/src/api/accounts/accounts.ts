import type { AccountMadeIfAbsent } from '@latchkey/storage'
import { type AdminEventContext, type AdminUserInput, aboutUser } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import type { Actor } from '../../context/event-context.js'
import { createEvent } from '../../events/create-event.js'
import { referenceTo } from '../../events/passkey-reference.js'
import { newUserHandle } from '../../passkey/user-handle.js'

export interface AccountInput extends Omit<AdminUserInput, 'actor'> {
  /** Who does it; left out, the host's own program does. */
  readonly actor?: Actor | undefined
}

/**
 * Ceremonies begun before for this user end in `account_changed`: a passkey that somebody was about to add with the
 * old password is not added. Passkeys stay. Call it when the host has reset a password, or ended all sessions.
 *
 * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
 */
export async function invalidateAccount(context: Context, input: AccountInput): Promise<void> {
  const occasion = await occasionOf(context, input)
  const event = createEvent('account.invalidated', {}, occasion)
  await context.store.accounts.raiseVersion(targetOf(context, occasion), [event])
}

/**
 * The user has neither passkeys nor codes, nor anything remembered of being asked; ceremonies begun before for this
 * user end in `account_changed`. A tombstone stays, so that a user who comes back under the same id has a handle of
 * its own, and old passkeys open nothing. Call it when the host has deleted the user.
 *
 * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
 */
export async function purgeAccount(context: Context, input: AccountInput): Promise<void> {
  const occasion = await occasionOf(context, input)
  await context.store.accounts.purge(targetOf(context, occasion), (removed) => [
    ...removed.map((passkey) => createEvent('passkey.removed', referenceTo(passkey), occasion)),
    createEvent('account.purged', {}, occasion),
  ])
}

function occasionOf(context: Context, { actor, ...about }: AccountInput): Promise<AdminEventContext> {
  return aboutUser(context, { ...about, actor: actor ?? 'system' })
}

/** The handle is for an account that comes into being now. */
function targetOf({ settings }: Context, { rpId, userId, at }: AdminEventContext): AccountMadeIfAbsent {
  return { rpId, userId, userHandle: newUserHandle(settings), at }
}

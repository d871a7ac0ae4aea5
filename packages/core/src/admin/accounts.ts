import type { AccountMadeIfAbsent } from '@latchkey/storage'
import type { Actor } from '../deployment/admin-occasion.js'
import type { Deployment } from '../deployment/deployment.js'
import { createEvent } from '../events/create-event.js'
import { referenceTo } from '../events/passkey-reference.js'
import { newUserHandle } from '../passkey/new-user-handle.js'
import { type AboutUser, aboutUser, type UserOccasion } from './about-user.js'

export interface AccountInput extends Omit<AboutUser, 'actor'> {
  /** Who does it; left out, the host's own program does. */
  readonly actor?: Actor | undefined
}

/**
 * Ceremonies begun before for this user end in `account_changed`: a passkey that somebody was about to add with the
 * old password is not added. Passkeys stay. Call it when the host has reset a password, or ended all sessions.
 *
 * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
 */
export async function invalidateAccount(deployment: Deployment, input: AccountInput): Promise<void> {
  const occasion = await occasionOf(deployment, input)
  const event = createEvent('account.invalidated', {}, occasion)
  await deployment.store.accounts.raiseVersion(targetOf(deployment, occasion), [event])
}

/**
 * The user has neither passkeys nor codes, nor anything remembered of being asked; ceremonies begun before for this
 * user end in `account_changed`. A tombstone stays, so that a user who comes back under the same id has a handle of
 * its own, and old passkeys open nothing. Call it when the host has deleted the user.
 *
 * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
 */
export async function purgeAccount(deployment: Deployment, input: AccountInput): Promise<void> {
  const occasion = await occasionOf(deployment, input)
  await deployment.store.accounts.purge(targetOf(deployment, occasion), (removed) => [
    ...removed.map((passkey) => createEvent('passkey.removed', referenceTo(passkey), occasion)),
    createEvent('account.purged', {}, occasion),
  ])
}

function occasionOf(deployment: Deployment, { actor, ...about }: AccountInput): Promise<UserOccasion> {
  return aboutUser(deployment, { ...about, actor: actor ?? 'system' })
}

/** The handle is for an account that comes into being now. */
function targetOf({ settings }: Deployment, { rpId, userId, at }: UserOccasion): AccountMadeIfAbsent {
  return { rpId, userId, userHandle: newUserHandle(settings), at }
}

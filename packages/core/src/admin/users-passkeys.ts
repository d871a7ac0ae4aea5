import type { PasskeyRecord, PasskeyStatus, PasskeyTarget } from '@latchkey/storage'
import type { SignalsJSON } from '@latchkey/wire'
import type { Deployment } from '../deployment/deployment.js'
import { PasskeyError } from '../errors.js'
import { createEvent, type EventOccasion } from '../events/create-event.js'
import { referenceTo } from '../events/passkey-reference.js'
import { parseCredentialId } from '../parse/credential-id.js'
import { acceptedSignals } from '../passkey/accepted-signals.js'
import { parseName } from '../passkey/name-passkey.js'
import { newUserHandle } from '../passkey/new-user-handle.js'
import { type AdminPasskey, showPasskeyToAdmin } from '../passkey/show-passkey-to-admin.js'
import { type AboutUser, aboutUser } from './about-user.js'

export interface AboutPasskey extends AboutUser {
  readonly id: string
}

export interface AdminRenameInput extends AboutPasskey {
  /** 1 to 100 characters. */
  readonly name: string
}

export interface AdminPasskeyList {
  /** Oldest first, suspended ones included. */
  readonly passkeys: readonly AdminPasskey[]
}

/** One passkey as it is now. */
export interface ChangedPasskey {
  readonly passkey: AdminPasskey
}

/** A passkey as it was. */
export interface AdminRemoved {
  readonly passkey: AdminPasskey
  /** For a browser of the user, should the host reach one; the user's next list says it too. */
  readonly signals: SignalsJSON
}

/** Passkeys as they were, oldest first. */
export interface AdminRemovedAll {
  readonly passkeys: readonly AdminPasskey[]
  /** For a browser of the user, should the host reach one; the user's next list says it too. */
  readonly signals: SignalsJSON
}

/**
 * The user's passkeys, whatever the mode: none for a user of whom nothing is known.
 *
 * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
 */
export async function listForAdmin(deployment: Deployment, input: AboutUser): Promise<AdminPasskeyList> {
  const { rpId, userId } = await aboutUser(deployment, input)
  const { passkeys } = await deployment.store.passkeys.listByUser(rpId, userId)
  return { passkeys: passkeys.map((passkey) => showPasskeyToAdmin(passkey, deployment.settings)) }
}

/**
 * The passkey has the name.
 *
 * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
 */
export async function renameForAdmin(deployment: Deployment, input: AdminRenameInput): Promise<ChangedPasskey> {
  const name = parseName(input.name)
  const { passkey, target, occasion } = await findTarget(deployment, input)
  const data = { ...referenceTo({ ...passkey, name }), before: passkey.name }
  const event = createEvent('passkey.renamed', data, occasion)
  demandDone(await deployment.store.passkeys.rename(target, name, [event]))
  return { passkey: showPasskeyToAdmin({ ...passkey, name }, deployment.settings) }
}

/**
 * The passkey is gone, also when it was suspended, or the last one: what the policy keeps for a user it does not keep
 * from an admin.
 *
 * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
 */
export async function removeForAdmin(deployment: Deployment, input: AboutPasskey): Promise<AdminRemoved> {
  const { passkey, target, occasion } = await findTarget(deployment, input)
  const events = [createEvent('passkey.removed', referenceTo(passkey), occasion)]
  const outcome = await deployment.store.passkeys.remove(target, { keepLastActive: false, events })
  if (outcome !== 'removed') throw new PasskeyError('not_found')
  return {
    passkey: showPasskeyToAdmin(passkey, deployment.settings),
    signals: { rpId: target.rpId, unknownCredentialId: passkey.id },
  }
}

/**
 * The user has no passkey, and ceremonies begun before for this user end in `account_changed`, the first passkey of
 * a user who had none included. One event for each passkey that went.
 *
 * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
 */
export async function removeAllForAdmin(deployment: Deployment, input: AboutUser): Promise<AdminRemovedAll> {
  const { settings, store } = deployment
  const occasion = await aboutUser(deployment, input)
  const { rpId, userId, at } = occasion
  const target = { rpId, userId, userHandle: newUserHandle(settings), at }
  const { removed, account } = await store.passkeys.removeAll(target, (passkeys) =>
    passkeys.map((passkey) => createEvent('passkey.removed', referenceTo(passkey), occasion)),
  )
  return {
    passkeys: removed.map((passkey) => showPasskeyToAdmin(passkey, settings)),
    signals: acceptedSignals(rpId, account.userHandle, []),
  }
}

/**
 * The passkey is kept and signs nobody in, from now on: a sign-in that has begun with it is refused too. The last one
 * may be suspended. One that is suspended already stays so, and nothing is told.
 *
 * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
 */
export function suspendForAdmin(deployment: Deployment, input: AboutPasskey): Promise<ChangedPasskey> {
  return setStatus(deployment, input, 'suspended')
}

/**
 * The passkey works again. One that is active already stays so, and nothing is told.
 *
 * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
 */
export function reinstateForAdmin(deployment: Deployment, input: AboutPasskey): Promise<ChangedPasskey> {
  return setStatus(deployment, input, 'active')
}

async function setStatus(deployment: Deployment, input: AboutPasskey, status: PasskeyStatus): Promise<ChangedPasskey> {
  const { passkey, target, occasion } = await findTarget(deployment, input)
  const reference = referenceTo(passkey)
  const event =
    status === 'suspended'
      ? createEvent('passkey.suspended', { ...reference, reason: 'admin' }, occasion)
      : createEvent('passkey.reinstated', reference, occasion)
  demandDone(await deployment.store.passkeys.setStatus(target, status, [event]))
  return { passkey: showPasskeyToAdmin({ ...passkey, status }, deployment.settings) }
}

interface FoundTarget {
  readonly passkey: PasskeyRecord
  readonly target: PasskeyTarget
  readonly occasion: EventOccasion
}

/** This user's passkey; everyone else's is not found. */
async function findTarget(deployment: Deployment, input: AboutPasskey): Promise<FoundTarget> {
  const occasion = await aboutUser(deployment, input)
  const { rpId, userId } = occasion
  const target = { rpId, id: parseCredentialId(input.id), userId }
  const { passkeys } = await deployment.store.passkeys.listByUser(rpId, userId)
  const passkey = passkeys.find(({ id }) => id === target.id)
  if (!passkey) throw new PasskeyError('not_found')
  return { passkey, target, occasion }
}

function demandDone(outcome: 'done' | 'gone'): void {
  if (outcome === 'gone') throw new PasskeyError('not_found')
}

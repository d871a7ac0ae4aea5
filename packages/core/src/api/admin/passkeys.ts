import type { PasskeyRecord, PasskeyStatus, PasskeyTarget } from '@latchkey/storage'
import type { SignalsJSON } from '@latchkey/wire'
import { type AdminUserInput, aboutUser } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { PasskeyError } from '../../errors.js'
import { createEvent, type EventContext } from '../../events/create-event.js'
import { referenceTo } from '../../events/passkey-reference.js'
import { parseName } from '../../passkey/name-passkey.js'
import { type AdminPasskey, adminPasskeyJson } from '../../passkey/passkey-json.js'
import { acceptedSignals } from '../../passkey/signals.js'
import { newUserHandle } from '../../passkey/user-handle.js'
import { parseCredentialId } from '../../webauthn/parse/credential-id.js'

export interface AdminPasskeyInput extends AdminUserInput {
  readonly id: string
}

export interface AdminRenameInput extends AdminPasskeyInput {
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
export async function listForAdmin(context: Context, input: AdminUserInput): Promise<AdminPasskeyList> {
  const { rpId, userId } = await aboutUser(context, input)
  const { passkeys } = await context.store.passkeys.listByUser(rpId, userId)
  return { passkeys: passkeys.map((passkey) => adminPasskeyJson(passkey, context.settings)) }
}

/**
 * The passkey has the name.
 *
 * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
 */
export async function renameForAdmin(context: Context, input: AdminRenameInput): Promise<ChangedPasskey> {
  const name = parseName(input.name)
  const { passkey, target, occasion } = await findTarget(context, input)
  const data = { ...referenceTo({ ...passkey, name }), before: passkey.name }
  const event = createEvent('passkey.renamed', data, occasion)
  demandDone(await context.store.passkeys.rename(target, name, [event]))
  return { passkey: adminPasskeyJson({ ...passkey, name }, context.settings) }
}

/**
 * The passkey is gone, also when it was suspended, or the last one: what the policy keeps for a user it does not keep
 * from an admin.
 *
 * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
 */
export async function removeForAdmin(context: Context, input: AdminPasskeyInput): Promise<AdminRemoved> {
  const { passkey, target, occasion } = await findTarget(context, input)
  const events = [createEvent('passkey.removed', referenceTo(passkey), occasion)]
  const outcome = await context.store.passkeys.remove(target, { keepLastActive: false, at: occasion.at, events })
  if (outcome !== 'removed') throw new PasskeyError('not_found')
  return {
    passkey: adminPasskeyJson(passkey, context.settings),
    signals: { rpId: target.rpId, unknownCredentialId: passkey.id },
  }
}

/**
 * The user has no passkey, and ceremonies begun before for this user end in `account_changed`, the first passkey of
 * a user who had none included. One event for each passkey that went.
 *
 * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
 */
export async function removeAllForAdmin(context: Context, input: AdminUserInput): Promise<AdminRemovedAll> {
  const { settings, store } = context
  const occasion = await aboutUser(context, input)
  const { rpId, userId, at } = occasion
  const target = { rpId, userId, userHandle: newUserHandle(settings), at }
  const { removed, account } = await store.passkeys.removeAll(target, (passkeys) =>
    passkeys.map((passkey) => createEvent('passkey.removed', referenceTo(passkey), occasion)),
  )
  return {
    passkeys: removed.map((passkey) => adminPasskeyJson(passkey, settings)),
    signals: acceptedSignals(rpId, account.userHandle, []),
  }
}

/**
 * The passkey is kept and signs nobody in, from now on: a sign-in that has begun with it is refused too. The last one
 * may be suspended. One that is suspended already stays so, and nothing is told.
 *
 * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
 */
export function suspendForAdmin(context: Context, input: AdminPasskeyInput): Promise<ChangedPasskey> {
  return setStatus(context, input, 'suspended')
}

/**
 * The passkey works again. One that is active already stays so, and nothing is told.
 *
 * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
 */
export function reinstateForAdmin(context: Context, input: AdminPasskeyInput): Promise<ChangedPasskey> {
  return setStatus(context, input, 'active')
}

async function setStatus(context: Context, input: AdminPasskeyInput, status: PasskeyStatus): Promise<ChangedPasskey> {
  const { passkey, target, occasion } = await findTarget(context, input)
  const reference = referenceTo(passkey)
  const event =
    status === 'suspended'
      ? createEvent('passkey.suspended', { ...reference, reason: 'admin' }, occasion)
      : createEvent('passkey.reinstated', reference, occasion)
  demandDone(await context.store.passkeys.setStatus(target, { scope: 'environment', status }, [event]))
  return { passkey: adminPasskeyJson({ ...passkey, status }, context.settings) }
}

interface FoundTarget {
  readonly passkey: PasskeyRecord
  readonly target: PasskeyTarget
  readonly occasion: EventContext
}

/** This user's passkey; everyone else's is not found. */
async function findTarget(context: Context, input: AdminPasskeyInput): Promise<FoundTarget> {
  const occasion = await aboutUser(context, input)
  const { rpId, userId } = occasion
  const target = { rpId, id: parseCredentialId(input.id), userId }
  const { passkeys } = await context.store.passkeys.listByUser(rpId, userId)
  const passkey = passkeys.find(({ id }) => id === target.id)
  if (!passkey) throw new PasskeyError('not_found')
  return { passkey, target, occasion }
}

function demandDone(outcome: 'done' | 'gone'): void {
  if (outcome === 'gone') throw new PasskeyError('not_found')
}

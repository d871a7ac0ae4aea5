import type { PasskeyRecord, PasskeyStatus, PasskeyTarget, RemoveOptions, UserPasskeys } from '@latchkey/storage'
import type { SignalsJSON } from '@latchkey/wire'
import {
  type AdminEventContext,
  type AdminUserInput,
  adminTarget,
  checkEnvironment,
  checkReach,
  isWithinReach,
  organizationOfScope,
} from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { everywhere } from '../../context/everywhere.js'
import { checkMember, organizationsOf } from '../../context/membership.js'
import { scopeOf } from '../../context/policy-layers.js'
import { PasskeyError } from '../../errors.js'
import { createEvent, referenceTo } from '../../events/create-event.js'
import { parseName } from '../../passkey/name-passkey.js'
import { type AdminPasskey, acceptedSignals, adminPasskeyJson } from '../../passkey/passkey-json.js'
import { statusAt } from '../../passkey/usability.js'
import { newUserHandle } from '../../passkey/user-handle.js'
import { checkCooldown } from '../../session/cooldown.js'
import { parseCredentialId } from '../../webauthn/parse/credential-id.js'

/** One passkey of a user, and the admin who acts. */
export interface AdminPasskeyInput extends AdminUserInput {
  readonly id: string
}

/** What `admin.passkeys.rename` takes. */
export interface AdminRenameInput extends AdminPasskeyInput {
  /** 1 to 100 characters. */
  readonly name: string
}

/** What `admin.passkeys.list` returns. */
export interface AdminPasskeyList {
  /** Oldest first, suspended ones included. */
  readonly passkeys: readonly AdminPasskey[]
}

/** One passkey as it is now. */
export interface ChangedPasskey {
  readonly passkey: AdminPasskey
}

/** A passkey as it was before its removal. */
export interface AdminRemoved {
  readonly passkey: AdminPasskey
  /** For a browser of the user, if your app reaches one. The user's next list has the same signals. */
  readonly signals: SignalsJSON
}

/** The passkeys as they were before their removal, oldest first. */
export interface AdminRemovedAll {
  readonly passkeys: readonly AdminPasskey[]
  /** For a browser of the user, if your app reaches one. The user's next list has the same signals. */
  readonly signals: SignalsJSON
}

/**
 * Lists the user's passkeys, whatever the mode; none for an unknown user. An admin of one organization does not see
 * passkeys that are bound to another one. See `AdminApi`.
 */
export async function listForAdmin(context: Context, input: AdminUserInput): Promise<AdminPasskeyList> {
  const eventContext = adminTarget(context, input)
  const { rpId, userId, organizationId, scope } = eventContext
  const { passkeys } = await context.store.passkeys.listByUser(rpId, userId)
  const organizations = await organizationsOf(context.settings, userId)
  checkMember(organizations, organizationId)
  const visible = passkeys.filter(
    (passkey) => passkey.boundTo === undefined || isWithinReach(scope, organizations, passkey),
  )
  return { passkeys: await Promise.all(visible.map((passkey) => showPasskey(context, passkey, eventContext))) }
}

/** Renames the passkey. See `AdminApi`. */
export async function renameForAdmin(context: Context, input: AdminRenameInput): Promise<ChangedPasskey> {
  const name = parseName(input.name)
  const { passkey, target, eventContext } = await findTarget(context, input)
  const data = { ...referenceTo({ ...passkey, name }), before: passkey.name }
  const event = createEvent('passkey.renamed', data, eventContext)
  demandDone(await context.store.passkeys.rename(target, name, [event]))
  return { passkey: await showPasskey(context, { ...passkey, name }, eventContext) }
}

/** Removes the passkey, even a suspended one or the last one: `removeLast` binds only users. See `AdminApi`. */
export async function removeForAdmin(context: Context, input: AdminPasskeyInput): Promise<AdminRemoved> {
  const { passkey, target, eventContext, listed } = await findTarget(context, input)
  const events = [createEvent('passkey.removed', referenceTo(passkey), eventContext)]
  const condition = await conditionForAdmin(context, { passkey, eventContext, listed })
  const together = { keepLastActive: false, at: eventContext.at, events, ...condition }
  const outcome = await context.store.passkeys.remove(target, together)
  if (outcome === 'changed') throw new PasskeyError('account_changed')
  if (outcome !== 'removed') throw new PasskeyError('not_found')
  return {
    passkey: await showPasskey(context, passkey, eventContext),
    signals: { rpId: target.rpId, unknownCredentialId: passkey.id },
  }
}

/**
 * Removes all passkeys of the user. Ceremonies begun before for this user end in `account_changed`, even for a user
 * who had no passkey. Emits one event for each passkey. Needs the scope `environment`. See `AdminApi`.
 */
export async function removeAllForAdmin(context: Context, input: AdminUserInput): Promise<AdminRemovedAll> {
  const { settings, store } = context
  const eventContext = adminTarget(context, input)
  checkEnvironment(eventContext.scope)
  await checkReach(context, eventContext)
  const done = await everywhere(context, { ...eventContext, onlyHere: input.relyingPartyId !== undefined }, (about) => {
    const { rpId, userId, at } = about
    return store.passkeys.removeAll({ rpId, userId, userHandle: newUserHandle(settings), at }, (passkeys) =>
      passkeys.map((passkey) => createEvent('passkey.removed', referenceTo(passkey), about)),
    )
  })
  const removed = done.flatMap(({ removed: passkeys }) => passkeys)
  return {
    passkeys: await Promise.all(removed.map((passkey) => showPasskey(context, passkey, eventContext))),
    signals: acceptedSignals(eventContext.rpId, done[0].account.userHandle, []),
  }
}

/**
 * Suspends the passkey: it stays stored and signs no user in, not even in a sign-in that has begun. The last one may
 * be suspended. Repeating it changes nothing and emits no event. See `AdminApi`.
 */
export function suspendForAdmin(context: Context, input: AdminPasskeyInput): Promise<ChangedPasskey> {
  return setStatus(context, input, 'suspended')
}

/** The passkey works again. Repeating it changes nothing and emits no event. See `AdminApi`. */
export function reinstateForAdmin(context: Context, input: AdminPasskeyInput): Promise<ChangedPasskey> {
  return setStatus(context, input, 'active')
}

async function setStatus(context: Context, input: AdminPasskeyInput, status: PasskeyStatus): Promise<ChangedPasskey> {
  const { passkey, target, eventContext } = await findTarget(context, input)
  const reference = referenceTo(passkey)
  const event =
    status === 'suspended'
      ? createEvent('passkey.suspended', { ...reference, reason: 'admin' }, eventContext)
      : createEvent('passkey.reinstated', reference, eventContext)
  // Without a scope, only users without an organization are in reach, so the scope is the environment's.
  const scope = scopeOf(organizationOfScope(eventContext.scope))
  demandDone(await context.store.passkeys.setStatus(target, { scope, status }, [event]))
  const others = passkey.suspendedBy.filter((it) => it !== scope)
  const changed = { ...passkey, suspendedBy: status === 'suspended' ? [...others, scope] : others }
  return { passkey: await showPasskey(context, changed, eventContext) }
}

/** Only an admin of the environment removes an older passkey while a newer one is in its cool-down. */
async function conditionForAdmin(
  { policies }: Context,
  { passkey, eventContext, listed }: Pick<FoundTarget, 'passkey' | 'eventContext' | 'listed'>,
): Promise<Pick<RemoveOptions, 'addedCount'>> {
  const { scope, userId, organizationId, at } = eventContext
  if (scope === 'environment') return {}
  const { newPasskeyCooldown: seconds } = await policies.forUser(userId, organizationId)
  if (seconds === 0) return {}
  checkCooldown({ seconds, passkeys: listed.passkeys, removed: passkey, methods: [], now: at })
  return { addedCount: listed.account?.addedCount ?? 0 }
}

interface FoundTarget {
  readonly passkey: PasskeyRecord
  readonly target: PasskeyTarget
  readonly eventContext: AdminEventContext
  readonly listed: UserPasskeys
}

/** This user's passkey, if the admin's scope reaches it. Any other user's passkey is not found. */
async function findTarget(context: Context, input: AdminPasskeyInput): Promise<FoundTarget> {
  const eventContext = adminTarget(context, input)
  const { rpId, userId } = eventContext
  const target = { rpId, id: parseCredentialId(input.id), userId }
  const listed = await context.store.passkeys.listByUser(rpId, userId)
  const passkey = listed.passkeys.find(({ id }) => id === target.id)
  await checkReach(context, eventContext, passkey)
  if (!passkey) throw new PasskeyError('not_found')
  return { passkey, target, eventContext, listed }
}

/** The passkey as an admin of this scope sees it, without suspensions by other organizations. */
async function showPasskey(
  { settings }: Context,
  passkey: PasskeyRecord,
  { scope }: AdminEventContext,
): Promise<AdminPasskey> {
  const own = organizationOfScope(scope)
  const suspendedBy =
    scope === 'environment'
      ? passkey.suspendedBy
      : passkey.suspendedBy.filter((it) => it === 'environment' || it === scopeOf(own))
  return { ...(await adminPasskeyJson({ ...passkey, suspendedBy }, settings)), status: statusAt(passkey, own) }
}

function demandDone(outcome: 'done' | 'gone'): void {
  if (outcome === 'gone') throw new PasskeyError('not_found')
}

import type { PasskeyRecord, PasskeyTarget } from '@latchkey/storage'
import type { PasskeyJSON, SignalsJSON } from '@latchkey/wire'
import type { Context } from '../../context/context.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { trustToday } from '../../context/trust-today.js'
import { PasskeyError } from '../../errors.js'
import { createEvent, type EventContext, markOnce, referenceTo, userEventContext } from '../../events/create-event.js'
import type { Session } from '../../host/host.js'
import { parseName } from '../../passkey/name-passkey.js'
import { passkeyJson } from '../../passkey/passkey-json.js'
import { isSuspendedByOthers, isUsable } from '../../passkey/usability.js'
import type { EffectivePolicy } from '../../policy/effective-policy.js'
import { checkMode } from '../../policy/policy-checks.js'
import { checkCooldown } from '../../session/cooldown.js'
import { boundOrganization, checkOwnSession, checkRecent } from '../../session/session.js'
import { parseCredentialId } from '../../webauthn/parse/credential-id.js'
import { countUnusableOthers, keepsLastPasskey } from './keeps-last-passkey.js'

/** What `manage.rename` takes. */
export interface RenameInput extends RelyingPartyInput {
  readonly session: Session | null
  readonly id: string
  /** 1 to 100 characters. */
  readonly name: string
}

/** What `manage.rename` returns. */
export interface RenamedPasskey {
  readonly passkey: PasskeyJSON
  readonly signals: SignalsJSON
}

/** Renames one of the user's passkeys. See `Passkeys`. */
export async function renamePasskey(context: Context, input: RenameInput): Promise<RenamedPasskey> {
  const name = parseName(input.name)
  const { passkey, target, eventContext } = await ownPasskey(context, { ...input, action: 'rename' })
  const data = { ...referenceTo({ ...passkey, name }), before: passkey.name }
  const outcome = await context.store.passkeys.rename(target, name, [
    createEvent('passkey.renamed', data, eventContext),
  ])
  if (outcome === 'gone') throw new PasskeyError('not_found')
  return { passkey: await passkeyJson({ ...passkey, name }, context.settings), signals: { rpId: target.rpId } }
}

/** What `manage.remove` takes. */
export interface RemoveInput extends RelyingPartyInput {
  readonly session: Session | null
  readonly id: string
}

/** Removes one of the user's passkeys, unless it is the last sign-in method. See `Passkeys`. */
export async function removePasskey(context: Context, input: RemoveInput): Promise<{ readonly signals: SignalsJSON }> {
  const own = await ownPasskey(context, { ...input, action: 'remove' })
  const { passkey, target, policy, eventContext } = own
  const { organizationId } = eventContext
  if (isSuspendedByOthers(passkey)) throw new PasskeyError('forbidden')
  const seconds = policy.newPasskeyCooldown
  const { methods } = own.session
  checkCooldown({ seconds, passkeys: own.passkeys, removed: passkey, methods, now: eventContext.at })
  const { passkeys, events } = context.store
  const reference = referenceTo(passkey)
  const isActive = passkey.status === 'active'
  const keepLastActive =
    isActive && isUsable(passkey, policy) && (await keepsLastPasskey(context, policy, target.userId))
  const removed = createEvent('passkey.removed', reference, eventContext)
  const unusableOthers = countUnusableOthers(passkey, { passkeys: own.passkeys, policy, organizationId })
  const outcome = await passkeys.remove(target, {
    keepLastActive,
    unusableOthers,
    ...(seconds === 0 ? {} : { addedCount: own.addedCount }),
    at: eventContext.at,
    events: [removed],
  })
  if (outcome === 'gone') throw new PasskeyError('not_found')
  if (outcome === 'changed') throw new PasskeyError('account_changed')
  if (outcome === 'last') {
    const refused = createEvent('passkey.last_removal_refused', reference, eventContext)
    // Once for each sign-in and passkey: a page that tries again stores no second event.
    await events.append(await markOnce(`${target.id} ${input.session?.authenticatedAt}`, [refused]))
    throw new PasskeyError('last_sign_in_method')
  }
  return { signals: { rpId: target.rpId, unknownCredentialId: target.id } }
}

/** What `manage.suspend` takes. */
export interface SuspendInput extends RelyingPartyInput {
  readonly session: Session | null
  readonly id: string
}

/** After a recovery, suspends a passkey that is older than the one of the recovery. See `Passkeys`. */
export async function suspendPasskey(
  context: Context,
  input: SuspendInput,
): Promise<{ readonly signals: SignalsJSON }> {
  const { passkey, passkeys, target, session, eventContext } = await ownPasskey(context, { ...input, action: 'remove' })
  const used = session.methods.map(({ passkeyId }) => passkeyId)
  const isRecovered = passkeys.some(
    ({ id, source, status, createdAt }) =>
      source === 'recovery' && status === 'active' && used.includes(id) && createdAt > passkey.createdAt,
  )
  if (!isRecovered) throw new PasskeyError('forbidden')
  const event = createEvent('passkey.suspended', { ...referenceTo(passkey), reason: 'user' }, eventContext)
  const change = { scope: 'environment', status: 'suspended', byUser: true } as const
  if ((await context.store.passkeys.setStatus(target, change, [event])) === 'gone') throw new PasskeyError('not_found')
  return { signals: { rpId: target.rpId } }
}

/** A passkey of the signed-in user that is about to change. */
export interface OwnPasskey {
  readonly passkey: PasskeyRecord
  /** All of the user's passkeys, this one included. */
  readonly passkeys: readonly PasskeyRecord[]
  readonly target: PasskeyTarget
  readonly addedCount: number
  readonly session: Session
  readonly policy: EffectivePolicy
  readonly eventContext: EventContext
}

/**
 * The user's own passkey, if the user may change it in this way now. Another user's passkey is not found.
 *
 * @throws {PasskeyError} `not_signed_in`, `forbidden`, `passkeys_off`, `recent_authentication_required`, `not_found`
 */
async function ownPasskey(
  context: Context,
  {
    session,
    id,
    action,
  }: { readonly session: Session | null; readonly id: unknown; readonly action: 'remove' | 'rename' },
): Promise<OwnPasskey> {
  const { settings, store, policies } = context
  checkOwnSession(session, settings.now())
  const { userId, organizationId } = session
  const policy = await policies.forUser(userId, organizationId)
  checkMode(policy)
  const now = settings.now()
  checkRecent(session, { within: policy.recentAuthentication[action], begunAt: now, now })
  const rpId = settings.relyingParty.id
  const target = { rpId, id: parseCredentialId(id), userId }
  const listed = await store.passkeys.listByUser(rpId, userId)
  const today = await trustToday(context, policy)
  const passkeys = listed.passkeys.map(today)
  const passkey = passkeys.find((it) => it.id === target.id)
  if (!passkey) throw new PasskeyError('not_found')
  const boundTo = boundOrganization(session, passkeys)
  if (boundTo !== undefined && passkey.boundTo !== boundTo) throw new PasskeyError('forbidden')
  const addedCount = listed.account?.addedCount ?? 0
  const eventContext = userEventContext(context, session)
  return { passkey, passkeys, addedCount, session, target, policy, eventContext }
}

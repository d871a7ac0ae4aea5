import type { PasskeyRecord, PasskeyTarget } from '@latchkey/storage'
import type { Context } from '../../context/context.js'
import { trustToday } from '../../context/trust-today.js'
import { PasskeyError } from '../../errors.js'
import { type EventContext, userEventContext } from '../../events/create-event.js'
import type { Session } from '../../host/host.js'
import type { EffectivePolicy } from '../../policy/effective-policy.js'
import { checkMode } from '../../policy/policy-checks.js'
import { boundOrganization, checkOwnSession, checkRecent } from '../../session/session.js'
import { parseCredentialId } from '../../webauthn/parse/credential-id.js'

/** A passkey of the signed-in user that is about to change. */
export interface OwnPasskey {
  readonly passkey: PasskeyRecord
  /** All of the user's passkeys, this one included. */
  readonly passkeys: readonly PasskeyRecord[]
  readonly target: PasskeyTarget
  readonly policy: EffectivePolicy
  readonly eventContext: EventContext
}

/**
 * The user's own passkey, if the user may change it in this way now. Another user's passkey is not found.
 *
 * @throws {PasskeyError} `not_signed_in`, `forbidden`, `passkeys_off`, `recent_authentication_required`, `not_found`
 */
export async function ownPasskey(
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
  return { passkey, passkeys, target, policy, eventContext: userEventContext(context, session) }
}

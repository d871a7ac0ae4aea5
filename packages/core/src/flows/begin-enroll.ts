import type { AuthenticatorAttachment, CreationOptionsJSON } from '@latchkey/wire'
import type { Binding } from '../ceremony/binding.js'
import type { HostUser, Session } from '../config/host.js'
import type { Deployment } from '../deployment/deployment.js'
import { policyForSession } from '../deployment/policy-for-session.js'
import { PasskeyError } from '../errors.js'
import { checkMode } from '../policy/check-mode.js'
import { checkSession } from '../session/check-session.js'
import { askForAnother } from './ask-for-another.js'
import { checkMayEnroll } from './check-may-enroll.js'

export interface EnrollBeginInput {
  /** Whose passkey it will be, and what the authenticator shows. The id is the session's. */
  readonly user: HostUser
  readonly session: Session | null
  /**
   * What the passkey is kept under where the session names no organisation: one of the user's. The policy that holds
   * is still the strictest of all of them.
   */
  readonly organizationId?: string | undefined
  /** Only this kind of authenticator. */
  readonly attachment?: AuthenticatorAttachment | undefined
  readonly binding: Binding
}

export interface BegunEnroll {
  /** Opaque; goes back to `enroll.finish`. */
  readonly ceremony: string
  readonly options: CreationOptionsJSON
}

/**
 * Begins to add a passkey to the account of whoever is signed in: writes nothing. All passkeys the user has are
 * excluded, so that no authenticator makes a second.
 *
 * @throws {PasskeyError} `not_signed_in`, `forbidden` for another user than the session's, an organisation that is
 *   not the user's or an attachment that the policy does not allow, `passkeys_off`,
 *   `recent_authentication_required`, `limit_reached`, `malformed`
 * @throws {TypeError} when the user has no name.
 */
export async function beginEnroll(deployment: Deployment, input: EnrollBeginInput): Promise<BegunEnroll> {
  const { settings, store, envelopes } = deployment
  const { user, session, attachment, binding } = input
  checkSession(session)
  if (user.id !== session.userId) throw new PasskeyError('forbidden')
  const { policy, organizationId } = await policyForSession(deployment, session, input.organizationId)
  checkMode(policy)
  const held = await store.passkeys.listByUser(settings.relyingParty.id, user.id)
  await checkMayEnroll(deployment, { session, policy, passkeys: held.passkeys, begunAt: settings.now() })
  const { ceremony, options } = await askForAnother(settings, policy, {
    user,
    held,
    attachment,
    organizationId,
    binding,
  })
  return { ceremony: await envelopes.seal('enroll', ceremony), options }
}

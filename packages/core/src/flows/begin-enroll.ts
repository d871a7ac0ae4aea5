import type { AuthenticatorAttachment, CreationOptionsJSON } from '@latchkey/wire'
import type { Binding } from '../ceremony/binding.js'
import type { HostUser, Session } from '../config/host.js'
import type { Deployment } from '../deployment/deployment.js'
import { policyForSession } from '../deployment/policy-for-session.js'
import { PasskeyError } from '../errors.js'
import { describeCredentials } from '../options/credential-descriptors.js'
import { isUsable } from '../passkey/is-usable.js'
import { newUserHandle } from '../passkey/new-user-handle.js'
import { checkMode } from '../policy/check-mode.js'
import { checkRecent } from '../session/check-recent.js'
import { checkSession } from '../session/check-session.js'
import { checkStrongest } from '../session/check-strongest.js'
import { askForPasskey } from './ask-for-passkey.js'
import { attachmentOf } from './attachment-of.js'
import { handleOf } from './handle-of.js'

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
 */
export async function beginEnroll(deployment: Deployment, input: EnrollBeginInput): Promise<BegunEnroll> {
  const { settings, store, envelopes } = deployment
  const { user, session } = input
  checkSession(session)
  checkUser(user, session)
  const { policy, organizationId } = await policyForSession(deployment, session, input.organizationId)
  checkMode(policy)
  checkRecent(session, policy.recentAuthentication.enroll, settings.now())
  const attachment = attachmentOf(policy, input.attachment)
  const { passkeys, account } = await store.passkeys.listByUser(settings.relyingParty.id, user.id)
  if (passkeys.some((passkey) => isUsable(passkey, policy))) checkStrongest(session, policy, settings.now())
  if (passkeys.length >= policy.limit) throw new PasskeyError('limit_reached')
  const { ceremony, options } = await askForPasskey(settings, policy, {
    user,
    userHandle: handleOf(account) ?? newUserHandle(settings),
    accountVersion: account?.version ?? 0,
    exclude: describeCredentials(passkeys),
    attachment,
    organizationId,
    binding: input.binding,
  })
  return { ceremony: await envelopes.seal('enroll', ceremony), options }
}

function checkUser({ id, name }: HostUser, session: Session): void {
  if (typeof name !== 'string' || name === '') throw new TypeError('user.name is missing: authenticators show it.')
  if (id !== session.userId) throw new PasskeyError('forbidden')
}

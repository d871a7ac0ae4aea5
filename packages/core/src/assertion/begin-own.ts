import type { PasskeyRecord } from '@latchkey/storage'
import type { CredentialDescriptorJSON, UserVerificationRequirement } from '@latchkey/wire'
import { type Binding, beginCeremony, digestUserId, type OwnCeremony } from '../ceremony/ceremony.js'
import type { Context } from '../context/context.js'
import { policyForSession } from '../context/policy-for-session.js'
import { asIfTrusted, trustToday } from '../context/trust-today.js'
import { PasskeyError } from '../errors.js'
import type { Session } from '../host/host.js'
import { parseOrganizationId } from '../host/organization-id.js'
import { describeCredentials, lastUsed } from '../options/credential-descriptors.js'
import { isAccepted, statusAt } from '../passkey/usability.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { checkMode } from '../policy/policy-checks.js'
import { boundOrganization } from '../session/session.js'

export interface OwnRequest {
  readonly session: Session
  readonly organizationId: unknown
  readonly binding: Binding
  /** Default: as the policy requires for a sign-in. */
  readonly userVerification?: UserVerificationRequirement
  /** Whether a passkey that is bound to an organization may be used where none is named. */
  readonly mayBind: boolean
  /** @throws {PasskeyError} if the policy does not allow this. */
  check?(policy: EffectivePolicy): void
}

/** A ceremony for a signed-in user, not sealed yet. */
export interface BegunOwn {
  readonly ceremony: OwnCeremony
  readonly policy: EffectivePolicy
  readonly allow: readonly CredentialDescriptorJSON[]
}

/**
 * Begins a ceremony that only the session's user can finish, with one of the user's usable passkeys. Writes nothing.
 *
 * @throws {PasskeyError} `forbidden`, `passkeys_off`, `malformed`; `recent_authentication_required` if a passkey of the
 *   session is gone; `not_found` if the user has no usable passkey.
 */
export async function beginOwn(context: Context, request: OwnRequest): Promise<BegunOwn> {
  const { settings, store } = context
  const { session, binding, mayBind } = request
  const { userId } = session
  const { passkeys, account } = await store.passkeys.listByUser(settings.relyingParty.id, userId)
  const boundTo = boundOrganization(session, passkeys)
  const named = parseOrganizationId(request.organizationId) ?? boundTo
  if (boundTo !== undefined && named !== boundTo) throw new PasskeyError('forbidden')
  const { policy, organizationId } = await policyForSession(context, session, named)
  checkMode(policy)
  request.check?.(policy)
  const today = await trustToday(context, policy)
  const usable = passkeys.filter(
    (passkey) =>
      isAccepted(today(asIfTrusted(passkey, policy)), policy) && isInReach(passkey, { organizationId, mayBind }),
  )
  if (usable.length === 0 || !account) throw new PasskeyError('not_found')
  const { userVerification = policy.userVerification.signIn } = request
  const ceremony = {
    ...(await beginCeremony(settings, policy, binding)),
    userVerification,
    userId,
    ownerDigest: await digestUserId(userId),
    accountVersion: account.version,
    ...(organizationId === undefined ? {} : { organizationId }),
  }
  return { ceremony, policy, allow: describeCredentials(lastUsed(usable, 'allow')) }
}

function isInReach(
  passkey: PasskeyRecord,
  { organizationId, mayBind }: { readonly organizationId: string | undefined; readonly mayBind: boolean },
): boolean {
  if (organizationId === undefined) return mayBind || passkey.boundTo === undefined
  return (passkey.boundTo ?? organizationId) === organizationId && statusAt(passkey, organizationId) === 'active'
}

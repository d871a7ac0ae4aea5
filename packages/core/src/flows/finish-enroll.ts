import type { Binding } from '../ceremony/binding.js'
import type { Session } from '../config/host.js'
import type { Deployment } from '../deployment/deployment.js'
import { policyForSession } from '../deployment/policy-for-session.js'
import { PasskeyError } from '../errors.js'
import { parseGivenName } from '../passkey/name-passkey.js'
import { checkMode } from '../policy/check-mode.js'
import { checkSession } from '../session/check-session.js'
import { checkMayEnroll } from './check-may-enroll.js'
import { type Enrolled, keepAnother } from './keep-another.js'

export interface EnrollFinishInput {
  readonly ceremony: string
  /** What `credential.toJSON()` gave, as it came. */
  readonly response: unknown
  /** Who is signed in now; must be who began. */
  readonly session?: Session | null | undefined
  /** 1 to 100 characters; left out, it is named after its maker. */
  readonly name?: string | undefined
  readonly binding: Binding
}

/**
 * The passkey is the user's, exactly once for this ceremony, and the user has no more than the limit.
 *
 * @throws {PasskeyError} `ceremony_invalid`, `ceremony_expired`, `ceremony_spent`; `not_signed_in`; `forbidden` when
 *   somebody else is signed in than began, or in another organisation; the code of the first check of
 *   `verifyRegistration` that does not hold; `second_opinion_differs`;
 *   `authenticator_not_allowed`, `attestation_not_trusted`, `passkeys_off`, `recent_authentication_required` where the
 *   policy has become stricter about that; `limit_reached`, `already_registered`, `account_changed`, `malformed` for a
 *   name that is none; `storage_unavailable`. Whatever is thrown, no passkey was added; where that one never will be,
 *   because of what it is or of what the account is by now, the `signals` tell the browser to forget it.
 */
export async function finishEnroll(deployment: Deployment, input: EnrollFinishInput): Promise<Enrolled> {
  const { settings, store, envelopes } = deployment
  const { session, response } = input
  const ceremony = await envelopes.open('enroll', input.ceremony, input.binding)
  checkSession(session)
  if (session.userId !== ceremony.userId) throw new PasskeyError('forbidden')
  const name = parseGivenName(input.name)
  const { policy } = await policyForSession(deployment, session, ceremony.organizationId)
  checkMode(policy)
  const { passkeys } = await store.passkeys.listByUser(settings.relyingParty.id, ceremony.userId)
  await checkMayEnroll(deployment, { session, policy, passkeys, begunAt: ceremony.issuedAt })
  return keepAnother(deployment, { ceremony, policy, response, passkeys, name, source: 'self' })
}

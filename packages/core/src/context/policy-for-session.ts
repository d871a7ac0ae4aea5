import type { Session } from '../host/host.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { organizationOf } from '../session/session.js'
import type { Context } from './context.js'
import { checkMember, organizationsOf } from './membership.js'

/** By what somebody who is signed in is judged, and what it is kept under. */
export interface SessionPolicy {
  readonly policy: EffectivePolicy
  readonly organizationId: string | undefined
}

/**
 * The policy of the session's organisation; where the session has none, the strictest of the user's. An organisation
 * that the page names is no way to a laxer policy: it is only what is kept with the passkey or the event.
 *
 * @throws {PasskeyError} `forbidden` for an organisation that is not the user's, or another one than the session's;
 *   `malformed`
 */
export async function policyForSession(
  { settings, policies }: Pick<Context, 'settings' | 'policies'>,
  session: Session,
  named: unknown,
): Promise<SessionPolicy> {
  const organizationId = organizationOf(session, named)
  const organizations = await organizationsOf(settings, session.userId)
  const policy = await policies.forMember({ organizations, organizationId: session.organizationId })
  checkMember(organizations, organizationId)
  return { policy, organizationId }
}

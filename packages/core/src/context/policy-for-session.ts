import type { Session } from '../host/host.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { organizationOf } from '../session/session.js'
import type { Context } from './context.js'
import { checkMember, organizationsOf } from './membership.js'

/** The policy for a signed-in user, and the organization to record. */
export interface SessionPolicy {
  readonly policy: EffectivePolicy
  readonly organizationId: string | undefined
}

/**
 * The policy of the session's organization, or the strictest of the user's if the session has none. An organization
 * that the page names cannot select a less strict policy: it is only recorded with the passkey or the event.
 *
 * @throws {PasskeyError} `forbidden` if the user does not belong to the organization, or if it differs from the
 *   session's;
 * `malformed`
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

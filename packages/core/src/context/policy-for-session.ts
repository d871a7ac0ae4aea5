import type { Session } from '../host/host.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { organizationOf } from '../session/session.js'
import type { Context } from './context.js'

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
  { policies }: Pick<Context, 'policies'>,
  session: Session,
  named: unknown,
): Promise<SessionPolicy> {
  const organizationId = organizationOf(session, named)
  const policy = await policies.forUser(session.userId, session.organizationId)
  if (organizationId !== session.organizationId) await policies.forUser(session.userId, organizationId)
  return { policy, organizationId }
}

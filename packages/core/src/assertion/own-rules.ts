import { assertionCeremonies, type OwnPurpose } from '../ceremony/ceremony.js'
import type { Session } from '../host/host.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { checkMode, checkSecondFactor } from '../policy/policy-checks.js'
import { checkOwnSession, checkPartialSession } from '../session/session.js'

/**
 * The session may begin and finish ceremonies of this purpose.
 *
 * @throws {PasskeyError} `not_signed_in`, `forbidden`
 * @throws {TypeError} if your app's session is malformed.
 */
export function checkSessionFor(
  purpose: OwnPurpose,
  session: Session | null | undefined,
  now: number,
): asserts session is Session {
  if (assertionCeremonies[purpose].session === 'partial') checkPartialSession(session, now)
  else checkOwnSession(session, now)
}

/**
 * The policy allows ceremonies of this purpose.
 *
 * @throws {PasskeyError} `passkeys_off`, `forbidden`
 */
export function checkOwnPolicy(purpose: OwnPurpose, policy: EffectivePolicy): void {
  checkMode(policy)
  if (assertionCeremonies[purpose].session === 'partial') checkSecondFactor(policy)
}

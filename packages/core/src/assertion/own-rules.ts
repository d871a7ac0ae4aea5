import { assertionCeremonies, type OwnPurpose } from '../ceremony/ceremony.js'
import type { Session } from '../host/host.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { checkMode, checkSecondFactor } from '../policy/policy-checks.js'
import { checkOwnSession, checkPartialSession, checkRecent } from '../session/session.js'

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

/** How long after the first factor the second may begin, in seconds. */
const longestPartial = 3600

/** When a ceremony begins or began, epoch milliseconds. */
export interface BegunAt {
  readonly begunAt: number
  readonly now: number
}

/**
 * The first factor of a partial session was used in the last hour: what was proven long ago does not make a passkey
 * that only saw a touch into two factors.
 *
 * @throws {PasskeyError} `recent_authentication_required`
 */
export function checkFirstFactor(purpose: OwnPurpose, session: Session, at: BegunAt): void {
  if (assertionCeremonies[purpose].session === 'partial') checkRecent(session, { ...at, within: longestPartial })
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

import type { Session } from '../config/host.js'
import { PasskeyError } from '../errors.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { isRecent } from './check-recent.js'

/**
 * Where the policy wants the strongest, a passkey was used as recently as enrolling asks. Only for who has a usable one.
 *
 * @throws {PasskeyError} `recent_authentication_required`
 */
export function checkStrongest({ methods }: Session, policy: EffectivePolicy, now: number): void {
  if (policy.enrollWith === 'recent') return
  const within = policy.recentAuthentication.enroll
  const isUsed = methods.some(({ name, at }) => name === 'passkey' && isRecent(at, within, now))
  if (!isUsed) throw new PasskeyError('recent_authentication_required')
}

import type { EventRecord, PasskeyRecord } from '@latchkey/storage'
import { judgeCopy } from '../assurance/judge-copy.js'
import type { SignInCeremony } from '../ceremony/ceremony.js'
import type { Deployment } from '../deployment/deployment.js'
import { PasskeyError } from '../errors.js'
import { createEvent, type EventOccasion } from '../events/create-event.js'
import { referenceTo } from '../events/passkey-reference.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { judgeSignCount } from '../verify/judge-sign-count.js'
import type { Assertion } from '../verify/verify-assertion.js'

export interface CopySuspicion {
  readonly ceremony: SignInCeremony
  readonly passkey: PasskeyRecord
  readonly assertion: Assertion
  readonly policy: EffectivePolicy
  readonly occasion: EventOccasion
}

/**
 * Lets a passkey through whose count has advanced, or whose policy does not mind; answers the events that go with that.
 * Otherwise does what the policy orders, because the signature was genuine, and refuses.
 *
 * @throws {PasskeyError} `sign_count_regression`; `ceremony_spent` when the very same answer was recorded before, which
 *   is a double submission and no copy.
 */
export async function refuseCopy(deployment: Deployment, suspicion: CopySuspicion): Promise<readonly EventRecord[]> {
  const { ceremony, passkey, assertion, policy, occasion } = suspicion
  const verdict = judgeSignCount(passkey.signCount, assertion.signCount)
  const consequence = judgeCopy(verdict, policy.signCount, passkey.backupEligible)
  if (consequence === 'none') return []
  const reference = referenceTo(passkey)
  const counts = { stored: passkey.signCount, answered: assertion.signCount }
  const suspected = createEvent('passkey.clone_suspected', { ...reference, ...counts }, occasion)
  if (consequence === 'flag') return [suspected]

  const { passkeys, events } = deployment.store
  if (await passkeys.isSpent(ceremony.id)) throw new PasskeyError('ceremony_spent')
  if (consequence === 'suspend') {
    const suspended = createEvent('passkey.suspended', { ...reference, reason: 'sign_count_regression' }, occasion)
    await passkeys.setStatus(passkey, 'suspended', [suspected, suspended])
  } else {
    await events.append([suspected])
  }
  throw new PasskeyError('sign_count_regression')
}

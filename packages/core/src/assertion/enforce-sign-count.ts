import type { EventRecord, PasskeyRecord, PolicyScope } from '@latchkey/storage'
import type { AssertionCeremony } from '../ceremony/ceremony.js'
import type { Context } from '../context/context.js'
import { scopeOf } from '../context/policy-reader.js'
import { PasskeyError } from '../errors.js'
import { createEvent, type EventContext, markOnce, referenceTo } from '../events/create-event.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { judgeSignCount, type SignCountVerdict } from '../webauthn/verify/judge-sign-count.js'
import type { Assertion } from '../webauthn/verify/verify-assertion.js'

export interface CloneSuspicion {
  readonly ceremony: AssertionCeremony
  readonly passkey: PasskeyRecord
  readonly assertion: Assertion
  readonly policy: EffectivePolicy
  readonly occasion: EventContext
  /** Whether another sign-in moved the stored count during this one. */
  readonly movedMeanwhile: boolean
}

/**
 * Accepts a passkey whose count has advanced, or whose policy tolerates it; returns the events to store with the use.
 * Otherwise applies the consequence of the policy, because the signature was genuine, and refuses. Two honest
 * responses that arrive out of order are refused too, and suspend nothing.
 *
 * @throws {PasskeyError} `sign_count_regression`; `ceremony_spent` if the very same response was recorded before,
 *   which is a double submission and no copy.
 */
export async function enforceSignCount(context: Context, suspicion: CloneSuspicion): Promise<readonly EventRecord[]> {
  const { ceremony, passkey, assertion, policy, occasion } = suspicion
  const verdict = judgeSignCount(passkey.signCount, assertion.signCount)
  const consequence = cloneConsequence(verdict, policy.signCount, passkey.backupEligible ?? assertion.backupEligible)
  if (consequence === 'none') return []
  const reference = referenceTo(passkey)
  const counts = { stored: passkey.signCount, answered: assertion.signCount }
  const suspected = createEvent('passkey.clone_suspected', { ...reference, ...counts }, occasion)
  if (consequence === 'flag') return [suspected]

  const { passkeys, events } = context.store
  if (await passkeys.isSpent(ceremony.id)) throw new PasskeyError('ceremony_spent')
  if (consequence === 'suspend' && !isOutOfOrder(suspicion)) {
    const suspended = createEvent('passkey.suspended', { ...reference, reason: 'sign_count_regression' }, occasion)
    await passkeys.setStatus(
      passkey,
      { scope: await suspendingScope(context, occasion), status: 'suspended' },
      await markOnce(ceremony.id, [suspected, suspended]),
    )
  } else {
    await events.append(await markOnce(ceremony.id, [suspected]))
  }
  throw new PasskeyError('sign_count_regression')
}

/** A suspension by one organization's policy holds at that organization only. */
async function suspendingScope({ policies }: Context, { organizationId }: EventContext): Promise<PolicyScope> {
  const { policy } = await policies.resolved(undefined)
  return policy.signCount === 'suspend' ? 'environment' : scopeOf(organizationId)
}

/**
 * Whether the stored count was recorded after this ceremony began: two tabs and one authenticator cause that, without
 * a copy.
 */
function isOutOfOrder({ passkey, ceremony, movedMeanwhile }: CloneSuspicion): boolean {
  return movedMeanwhile || (passkey.lastUsedAt ?? passkey.createdAt) > ceremony.issuedAt
}

/** The consequence of a sign count: nothing, an event, a refusal, or a refusal and suspension. */
export type CloneConsequence = 'none' | 'flag' | 'reject' | 'suspend'

/**
 * The policy's consequence for a sign count that did not advance. A passkey that may be synced is copied by design,
 * so by default that alone is no reason to refuse it; for a device-bound one it is.
 */
export function cloneConsequence(
  verdict: SignCountVerdict,
  rule: EffectivePolicy['signCount'],
  backupEligible: boolean,
): CloneConsequence {
  if (verdict !== 'regressed' || rule === 'ignore') return 'none'
  if (rule === 'by-kind') return backupEligible ? 'flag' : 'reject'
  return rule
}

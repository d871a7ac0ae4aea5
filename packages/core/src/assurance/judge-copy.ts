import type { EffectivePolicy } from '../policy/effective-policy.js'
import type { SignCountVerdict } from '../verify/judge-sign-count.js'

/** What follows from a sign count: nothing, an event, a refusal, or a refusal and suspension. */
export type CopyConsequence = 'none' | 'flag' | 'reject' | 'suspend'

/**
 * What the policy makes of a sign count that did not advance. A passkey that may be synced is copied by design, so by
 * default that alone is no reason to refuse it; for a device-bound one it is.
 */
export function judgeCopy(
  verdict: SignCountVerdict,
  rule: EffectivePolicy['signCount'],
  backupEligible: boolean,
): CopyConsequence {
  if (verdict !== 'regressed' || rule === 'ignore') return 'none'
  if (rule === 'by-kind') return backupEligible ? 'flag' : 'reject'
  return rule
}

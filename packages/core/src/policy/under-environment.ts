import type { EffectivePolicy } from './effective-policy.js'
import { looksUpNames } from './policy-checks.js'
import { policyFields } from './policy-fields.js'

/**
 * The policy of an organization under its environment's answer to who exists: names are looked up only where the
 * environment looks them up, and `enumeration` is the stricter of both. An organization is named by a page, before it is
 * known who asks.
 */
export function underEnvironment(policy: EffectivePolicy, environment: EffectivePolicy): EffectivePolicy {
  const { stricter } = policyFields.enumeration
  const enumeration = stricter?.(policy.enumeration, environment.enumeration) ?? environment.enumeration
  const flow = looksUpNames(environment) ? policy.flow : 'smart'
  return Object.freeze({ ...policy, enumeration, flow })
}

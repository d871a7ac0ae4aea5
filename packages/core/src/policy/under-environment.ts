import type { EffectivePolicy } from './effective-policy.js'
import { looksUpNames } from './policy-checks.js'
import { policyFields } from './policy-fields.js'

/**
 * The policy of an organization, with the environment's protection against account enumeration. Names are looked up
 * only if the environment looks them up, and `enumeration` is the stricter of both values. A page can name any
 * organization before the user is known, so an override must not weaken this protection.
 */
export function underEnvironment(policy: EffectivePolicy, environment: EffectivePolicy): EffectivePolicy {
  const { stricter } = policyFields.enumeration
  const enumeration = stricter?.(policy.enumeration, environment.enumeration) ?? environment.enumeration
  const flow = looksUpNames(environment) ? policy.flow : 'smart'
  return Object.freeze({ ...policy, enumeration, flow })
}

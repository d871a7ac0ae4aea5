import type { EffectivePolicy } from './effective-policy.js'
import { mapFields } from './map-fields.js'
import { looksUpNames, trustRootsOf } from './policy-checks.js'
import { policyFields } from './policy-fields.js'
import { impliedBy } from './policy-rules.js'
import { resolvePolicy } from './resolve-policy.js'

/**
 * The policy of a user in several organizations: the strictest value of each ordered field, and the environment's value
 * of the others. Passkeys are off only if every policy says so, and mandatory if any policy says so.
 *
 * Related fields stay together: `roots` are the common roots of the policies that require trust. The result satisfies
 * the rules between fields: an allow list without attestation accepts claims.
 */
export function strictestPolicy(policies: readonly EffectivePolicy[], environment: EffectivePolicy): EffectivePolicy {
  if (policies.length === 0) return environment
  const combined = mapFields<EffectivePolicy>(({ stricter }, place) =>
    stricter ? policies.map(place).reduce((left, right) => stricter(left, right)) : place(environment),
  )
  const { trust } = combined
  const paired = { ...combined, trust: { ...trust, roots: rootsOf(policies, trust.roots) } }
  const layers = [paired, ...impliedBy(paired)].map((policy) => ({ layer: 'implied', policy }) as const)
  return resolvePolicy(layers).policy
}

type Roots = EffectivePolicy['trust']['roots']

/** The roots that all policies with required trust have in common. Empty if there are none. */
function rootsOf(policies: readonly EffectivePolicy[], otherwise: Roots): Roots {
  const [first, ...others] = policies.flatMap(({ trust }) => (trust.require ? [trust.roots] : []))
  if (first === undefined) return otherwise
  return others.reduce(commonRoots, first)
}

function commonRoots(left: Roots, right: Roots): Roots {
  const [one, other] = [trustRootsOf(left), trustRootsOf(right)]
  const certificates = one.certificates.filter((root) => other.certificates.includes(root))
  if (!one.mds || !other.mds) return certificates
  return certificates.length > 0 ? { mds: true, certificates } : 'mds'
}

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

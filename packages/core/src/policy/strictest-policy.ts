import type { EffectivePolicy } from './effective-policy.js'
import { mapFields } from './map-fields.js'
import { impliedBy } from './policy-rules.js'
import { resolvePolicy } from './resolve-policy.js'

/**
 * The policy of a user who belongs to several organisations: each value that has an order at its strictest, the others
 * as the environment has them. Passkeys are off only where all say so, and mandatory where anyone does.
 *
 * What belongs together stays together: `roots` are those of the policies that require trust, as far as they agree. The
 * rules between fields hold of what comes out: an allow list that nothing can be proven to believes claims.
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

/** The roots that every policy which requires trust would take; none, where they agree on none. */
function rootsOf(policies: readonly EffectivePolicy[], otherwise: Roots): Roots {
  const [first, ...others] = policies.flatMap(({ trust }) => (trust.require ? [trust.roots] : []))
  if (first === undefined) return otherwise
  return others.reduce(commonRoots, first)
}

function commonRoots(left: Roots, right: Roots): Roots {
  if (left === 'mds' || right === 'mds') return left === right ? left : []
  return left.filter((root) => right.includes(root))
}

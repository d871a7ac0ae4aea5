import type { EffectivePolicy } from './effective-policy.js'
import { mapFields } from './map-fields.js'
import { impliedBy } from './policy-rules.js'
import { resolvePolicy } from './resolve-policy.js'

/**
 * The policy of a user who belongs to several organisations: each value that has an order at its strictest, the others
 * as the environment has them. Passkeys are off only where all say so, and mandatory where anyone does.
 *
 * What belongs together stays together: `unproven` is that of the policies with an allow list, and `roots` of those that
 * require trust, as far as they agree. The rules between fields hold of what comes out.
 */
export function strictestPolicy(policies: readonly EffectivePolicy[], environment: EffectivePolicy): EffectivePolicy {
  if (policies.length === 0) return environment
  const combined = mapFields<EffectivePolicy>(({ stricter }, place) =>
    stricter ? policies.map(place).reduce((left, right) => stricter(left, right)) : place(environment),
  )
  const { authenticators, trust } = combined
  const paired = {
    ...combined,
    authenticators: { ...authenticators, unproven: unprovenOf(policies, authenticators.unproven) },
    trust: { ...trust, roots: rootsOf(policies, trust.roots) },
  }
  const layers = [paired, ...impliedBy(paired)].map((policy) => ({ layer: 'implied', policy }) as const)
  return resolvePolicy(layers).policy
}

type Unproven = EffectivePolicy['authenticators']['unproven']
type Roots = EffectivePolicy['trust']['roots']

/** A policy without an allow list has no claims to believe or to refuse. */
function unprovenOf(policies: readonly EffectivePolicy[], otherwise: Unproven): Unproven {
  const lists = policies.filter(({ authenticators }) => authenticators.allow !== 'any')
  if (lists.length === 0) return otherwise
  return lists.every(({ authenticators }) => authenticators.unproven === 'accept') ? 'accept' : 'refuse'
}

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

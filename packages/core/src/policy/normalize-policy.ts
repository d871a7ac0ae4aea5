import type { PolicyBounds } from './check-policy.js'
import { impliedBy } from './policy-rules.js'
import { type LayeredPolicy, type ResolvedPolicy, resolvePolicy } from './resolve-policy.js'

/**
 * The policy of layers that were each right when they were stated, though one below may have changed since: where they
 * contradict each other, what keeps the rules between fields lies over them, and the limit is within the bounds.
 * What is put right so comes from `implied`.
 */
export function normalizedPolicy(layers: readonly LayeredPolicy[], { maxCredentials }: PolicyBounds): ResolvedPolicy {
  const resolved = resolvePolicy(layers)
  const bounded = resolved.policy.limit > maxCredentials ? [{ limit: maxCredentials }] : []
  const implied = [...impliedBy(resolved.policy), ...bounded]
  return resolvePolicy([...layers, ...implied.map((policy) => ({ layer: 'implied', policy }) as const)])
}

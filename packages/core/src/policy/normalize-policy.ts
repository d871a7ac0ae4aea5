import type { PolicyBounds } from './check-policy.js'
import { impliedBy } from './policy-rules.js'
import { type LayeredPolicy, type ResolvedPolicy, resolvePolicy } from './resolve-policy.js'

/**
 * The policy of layers that were valid when they were stored. A lower layer may have changed since: repairs of
 * contradictions go on top, and the limit is clamped to the bounds. Each repaired value has the source `implied`.
 */
export function normalizedPolicy(layers: readonly LayeredPolicy[], { maxCredentials }: PolicyBounds): ResolvedPolicy {
  const resolved = resolvePolicy(layers)
  const bounded = resolved.policy.limit > maxCredentials ? [{ limit: maxCredentials }] : []
  const implied = [...impliedBy(resolved.policy), ...bounded]
  return resolvePolicy([...layers, ...implied.map((policy) => ({ layer: 'implied', policy }) as const)])
}

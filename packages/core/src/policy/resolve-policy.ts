import type { PolicyBounds } from './check-policy.js'
import type { EffectivePolicy, PartialPolicy, PolicyLayer, PolicyProvenance } from './effective-policy.js'
import { mapFields, type ReadPlace } from './map-fields.js'
import { impliedBy } from './policy-rules.js'

/** The values that one layer sets. `implied`: the values that follow from other fields. */
export interface LayeredPolicy {
  readonly layer: Exclude<PolicyLayer, 'default'>
  readonly policy: PartialPolicy
}

/** A resolved policy, and the source of each value. */
export interface ResolvedPolicy {
  readonly policy: EffectivePolicy
  readonly from: PolicyProvenance
}

/**
 * Merges the layers over the defaults, later over earlier, field by field and member by member. If passkeys are
 * mandatory and no layer sets `removeLast`, users may not remove their last passkey.
 */
export function resolvePolicy(layers: readonly LayeredPolicy[]): ResolvedPolicy {
  const stated = layOver(layers)
  if (stated.policy.mode !== 'mandatory') return stated
  return layOver([{ layer: 'implied', policy: { removeLast: 'never' } }, ...layers])
}

function layOver(layers: readonly LayeredPolicy[]): ResolvedPolicy {
  const topmost = (place: ReadPlace) => layers.findLast(({ policy }) => place(policy) !== undefined)
  const policy = mapFields<EffectivePolicy>(({ default: standard }, place) => {
    const top = topmost(place)
    return freeze(top ? place(top.policy) : standard)
  })
  const from = mapFields<PolicyProvenance>((_, place) => topmost(place)?.layer ?? 'default')
  return Object.freeze({ policy, from })
}

/** A copy, so that later changes to the developer's object do not change the policy. */
function freeze(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze([...value])
  return typeof value === 'object' ? Object.freeze({ ...value }) : value
}

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

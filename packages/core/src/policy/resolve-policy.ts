import type { EffectivePolicy, PartialPolicy, PolicyLayer, PolicyProvenance } from './effective-policy.js'
import { mapFields, type ReadPlace } from './map-fields.js'

/** What one layer states; `implied` is what other fields bring with them. */
export interface LayeredPolicy {
  readonly layer: Exclude<PolicyLayer, 'default'>
  readonly policy: PartialPolicy
}

/** A resolved policy, and where each of its values comes from. */
export interface ResolvedPolicy {
  readonly policy: EffectivePolicy
  readonly from: PolicyProvenance
}

/**
 * Lays the layers over the defaults, the later over the earlier, field by field and member by member.
 * Where passkeys are mandatory and no layer says otherwise, users may not remove their last one.
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

/** A copy, so that what the developer handed in can change without the policy changing. */
function freeze(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze([...value])
  return typeof value === 'object' ? Object.freeze({ ...value }) : value
}

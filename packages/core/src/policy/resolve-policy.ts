import type { EffectivePolicy, PartialPolicy, PolicyLayer, PolicyProvenance } from './effective-policy.js'
import { isField, policyFields } from './policy-fields.js'

/** What one layer states. */
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
  const { values, from } = resolve(policyFields, layers)
  const resolved = { policy: values, from } as unknown as ResolvedPolicy
  const impliesNever = resolved.policy.mode === 'mandatory' && resolved.from.removeLast === 'default'
  const policy: EffectivePolicy = impliesNever ? { ...resolved.policy, removeLast: 'never' } : resolved.policy
  return Object.freeze({ policy: Object.freeze(policy), from: resolved.from })
}

type Tree = Readonly<Record<string, unknown>>
interface Layer {
  readonly layer: PolicyLayer
  readonly policy: Tree
}

function resolve(fields: Tree, layers: readonly Layer[]): { values: Tree; from: Tree } {
  const values: Record<string, unknown> = {}
  const from: Record<string, unknown> = {}
  for (const [name, entry] of Object.entries(fields) as [string, object][]) {
    if (isField(entry)) {
      const stated = layers.findLast(({ policy }) => policy[name] !== undefined)
      values[name] = freeze(stated ? stated.policy[name] : entry.default)
      from[name] = stated?.layer ?? 'default'
    } else {
      const members = layers.map(({ layer, policy }) => ({ layer, policy: (policy[name] ?? {}) as Tree }))
      const group = resolve(entry as Tree, members)
      values[name] = group.values
      from[name] = group.from
    }
  }
  return { values: Object.freeze(values), from: Object.freeze(from) }
}

/** A copy, so that what the developer handed in can change without the policy changing. */
function freeze(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze([...value])
  return typeof value === 'object' && value !== null ? Object.freeze({ ...value }) : value
}

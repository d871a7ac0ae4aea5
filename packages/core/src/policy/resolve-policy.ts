import type { PolicyBounds } from './check-policy.js'
import type { EffectivePolicy, PartialPolicy, PolicyLayer, PolicyProvenance } from './effective-policy.js'
import { isAboveEnvironment, withinFloors } from './floors.js'
import { mapFields, type ReadPlace } from './map-fields.js'
import { commonRoots, looksUpNames } from './policy-checks.js'
import { policyFields } from './policy-fields.js'
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
 * The policy of layers that were valid when they were stored. A lower layer may have changed since: values above the
 * environment are bounded by the environment's, repairs of contradictions go on top, and the limit is clamped to the
 * bounds. Each repaired value has the source `implied`.
 */
export function normalizedPolicy(layers: readonly LayeredPolicy[], bounds: PolicyBounds): ResolvedPolicy {
  const below = layers.filter(({ layer }) => !isAboveEnvironment(layer))
  const environment = repaired(resolvePolicy(below), bounds)
  if (below.length === layers.length) return environment
  const above = repaired(resolvePolicy(layers), bounds)
  return repaired(withinFloors({ above, environment }, bounds.override), bounds)
}

function repaired(resolved: ResolvedPolicy, { maxCredentials }: PolicyBounds): ResolvedPolicy {
  const bounded = resolved.policy.limit > maxCredentials ? [{ limit: maxCredentials }] : []
  return [...impliedBy(resolved.policy), ...bounded].reduce(withImplied, resolved)
}

function withImplied({ policy, from }: ResolvedPolicy, implied: PartialPolicy): ResolvedPolicy {
  return Object.freeze({
    policy: mapFields<EffectivePolicy>((_, place) => place(implied) ?? place(policy)),
    from: mapFields<PolicyProvenance>((_, place) => (place(implied) === undefined ? place(from) : 'implied')),
  })
}

/**
 * The policy of a user in several organizations: the strictest value of each ordered field, and the environment's value
 * of the others. Passkeys are off only if every policy says so, and mandatory if any policy says so.
 *
 * Related fields stay together: `roots` are the common roots of the policies that require trust, and `rollout` is that of
 * the policies under which passkeys are mandatory: an organization that requires none does not end another's rollout. The
 * result satisfies the rules between fields: an allow list without attestation accepts claims.
 */
export function strictestPolicy(policies: readonly EffectivePolicy[], environment: EffectivePolicy): EffectivePolicy {
  if (policies.length === 0) return environment
  const combined = combine(policies, environment)
  const { trust } = combined
  const { rollout } = combine(
    policies.filter(({ mode }) => mode === combined.mode),
    environment,
  )
  const paired = { ...combined, rollout, trust: { ...trust, roots: commonRoots(policies, trust.roots) } }
  const layers = [paired, ...impliedBy(paired)].map((policy) => ({ layer: 'implied', policy }) as const)
  return resolvePolicy(layers).policy
}

/** At least one policy. The first is combined with itself, so that one alone has its lists in the same order. */
function combine(policies: readonly EffectivePolicy[], environment: EffectivePolicy): EffectivePolicy {
  return mapFields<EffectivePolicy>(({ stricter }, place) => {
    if (!stricter) return place(environment)
    const values = policies.map(place)
    return values.reduce((left, right) => stricter(left, right), values[0])
  })
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

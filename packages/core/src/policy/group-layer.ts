import type { PartialPolicy } from './effective-policy.js'
import type { PolicyField } from './field-rows.js'
import { isSameValue, mapFields } from './map-fields.js'
import { rootsInBoth } from './policy-checks.js'
import { policyFields } from './policy-fields.js'
import type { LayeredPolicy } from './resolve-policy.js'

/**
 * The layer of a user's groups: the strictest value that any of them states. Groups that state different values of a
 * field without an order leave it to the environment.
 */
export function groupLayer(groups: readonly PartialPolicy[]): LayeredPolicy {
  const policy = mapFields<PartialPolicy>((row, place) => {
    const [first, ...others] = groups.map(place).filter((value) => value !== undefined)
    const stricter = strictestOf(row)
    if (stricter) return others.reduce((left, right) => stricter(left, right), first)
    return others.every((other) => isSameValue(first, other)) ? first : undefined
  })
  return { layer: 'group', policy }
}

/**
 * The layers of the environment or of an organization, with a group's between the two. Where the group and the
 * organization both state a field with an order, the stricter value applies.
 */
export function withGroup(layers: readonly LayeredPolicy[], group: LayeredPolicy): readonly LayeredPolicy[] {
  const below = layers.filter(({ layer }) => layer !== 'organization')
  const above = layers.filter(({ layer }) => layer === 'organization')
  return [
    ...below,
    group,
    ...above.map(({ layer, policy }) => ({ layer, policy: whereStricter(policy, group.policy) })),
  ]
}

/** The fields that the group does not state, or states less strictly. */
function whereStricter(organization: PartialPolicy, group: PartialPolicy): PartialPolicy {
  return mapFields<PartialPolicy>((row, place) => {
    const [own, other] = [place(organization), place(group)]
    const stricter = strictestOf(row)
    if (own === undefined || other === undefined || !stricter) return own
    const strictest = stricter(own, other)
    return isSameValue(strictest, other) ? undefined : strictest
  })
}

/** Roots have an order only where trust is required: those that both name. Without trust no root has an effect. */
function strictestOf(row: PolicyField<unknown>): ((left: unknown, right: unknown) => unknown) | undefined {
  if (row !== (policyFields.trust.roots as unknown)) return row.stricter
  const { values } = policyFields.trust.roots
  return (left, right) => rootsInBoth(values.parse(left), values.parse(right))
}

import type { EffectivePolicy, PartialPolicy } from './effective-policy.js'
import type { PolicyField } from './field-rows.js'
import { isSameValue, mapFields, type ReadPlace } from './map-fields.js'
import { rootsInBoth } from './policy-checks.js'
import { policyFields } from './policy-fields.js'
import { type LayeredPolicy, resolvePolicy } from './resolve-policy.js'

/**
 * The layer of a user's groups: the strictest value that any of them requires. Groups that state different values of a
 * field without an order leave it to the environment.
 *
 * @param inherited The policy below the groups.
 */
export function groupLayer(groups: readonly PartialPolicy[], inherited: EffectivePolicy): LayeredPolicy {
  const policy = mapFields<PartialPolicy>((row, place) => {
    const [first, ...others] = groups.map(place).filter((value) => value !== undefined)
    if (strictestOf(row)) return strictestOfLayers(groups, { row, place, inherited })
    return others.every((other) => isSameValue(first, other)) ? first : undefined
  })
  return { layer: 'group', policy }
}

/**
 * The layers of the environment or of an organization, with a group's between the two. Of a field with an order that the
 * group or the organization states, the stricter value applies.
 */
export function withGroup(layers: readonly LayeredPolicy[], group: LayeredPolicy): readonly LayeredPolicy[] {
  const below = layers.filter(({ layer }) => layer !== 'organization')
  const above = layers.filter(({ layer }) => layer === 'organization')
  const inherited = resolvePolicy(below).policy
  return [
    ...below,
    group,
    ...above.map(({ layer, policy }) => ({ layer, policy: whereStricter(policy, group.policy, inherited) })),
  ]
}

/** The fields that the group does not require, or requires less strictly. */
function whereStricter(organization: PartialPolicy, group: PartialPolicy, inherited: EffectivePolicy): PartialPolicy {
  return mapFields<PartialPolicy>((row, place) => {
    if (!strictestOf(row)) return place(organization)
    const strictest = strictestOfLayers([organization, group], { row, place, inherited })
    return isSameValue(strictest, place(group)) ? undefined : strictest
  })
}

interface FieldOfLayers {
  readonly row: PolicyField<unknown>
  readonly place: ReadPlace
  readonly inherited: EffectivePolicy
}

/**
 * The strictest value that the layers require; undefined if none states the field. A layer that makes passkeys mandatory
 * and states no rollout requires the inherited one: the later date of another layer does not apply to its users.
 */
function strictestOfLayers(layers: readonly PartialPolicy[], { row, place, inherited }: FieldOfLayers): unknown {
  const stricter = strictestOf(row)
  if (!stricter || layers.every((layer) => place(layer) === undefined)) return undefined
  const required = layers.map(
    (layer) => place(layer) ?? (layer.mode === 'mandatory' ? place({ rollout: inherited.rollout }) : undefined),
  )
  return required.reduce((left, right) =>
    left === undefined || right === undefined ? (left ?? right) : stricter(left, right),
  )
}

/** Roots have an order only where trust is required: those that both name. Without trust no root has an effect. */
function strictestOf(row: PolicyField<unknown>): ((left: unknown, right: unknown) => unknown) | undefined {
  if (row !== (policyFields.trust.roots as unknown)) return row.stricter
  const { values } = policyFields.trust.roots
  return (left, right) => rootsInBoth(values.parse(left), values.parse(right))
}

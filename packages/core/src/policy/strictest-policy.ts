import type { EffectivePolicy } from './effective-policy.js'
import { isField, policyFields } from './policy-fields.js'

/**
 * The policy of a user who belongs to several organisations: each value that has an order at its strictest, the others
 * as the environment has them. Passkeys are off only where all say so, and mandatory where anyone does.
 */
export function strictestPolicy(policies: readonly EffectivePolicy[], environment: EffectivePolicy): EffectivePolicy {
  if (policies.length === 0) return environment
  const strictest = merge(policyFields, policies as unknown as readonly Tree[], environment as unknown as Tree)
  return Object.freeze({ ...strictest, mode: strictestMode(policies) } as unknown as EffectivePolicy)
}

function strictestMode(policies: readonly EffectivePolicy[]): EffectivePolicy['mode'] {
  const modes = new Set(policies.map(({ mode }) => mode))
  if (modes.has('mandatory')) return 'mandatory'
  return modes.has('optional') ? 'optional' : 'off'
}

type Tree = Readonly<Record<string, unknown>>

function merge(fields: Tree, policies: readonly Tree[], environment: Tree): Tree {
  const entries = Object.entries(fields) as [string, object][]
  const merged = entries.map(([name, entry]) => {
    const values = policies.map((policy) => policy[name])
    if (!isField(entry)) return [name, merge(entry as Tree, values as Tree[], environment[name] as Tree)]
    const { stricter } = entry
    return [name, stricter ? values.reduce((left, right) => stricter(left, right)) : environment[name]]
  })
  return Object.freeze(Object.fromEntries(merged))
}

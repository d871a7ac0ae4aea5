import type { EffectivePolicy } from './effective-policy.js'
import { mapFields } from './map-fields.js'

/**
 * The policy of a user who belongs to several organisations: each value that has an order at its strictest, the others
 * as the environment has them. Passkeys are off only where all say so, and mandatory where anyone does.
 */
export function strictestPolicy(policies: readonly EffectivePolicy[], environment: EffectivePolicy): EffectivePolicy {
  if (policies.length === 0) return environment
  return mapFields<EffectivePolicy>(({ stricter }, place) =>
    stricter ? policies.map(place).reduce((left, right) => stricter(left, right)) : place(environment),
  )
}

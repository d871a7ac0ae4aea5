import type { StoredPolicyRecord } from '@latchkey/storage'
import type { Settings } from '../config/settings.js'
import { layersOf } from '../deployment/policy-reader.js'
import { PasskeyError } from '../errors.js'
import { checkPolicy } from '../policy/check-policy.js'
import type { PartialPolicy } from '../policy/effective-policy.js'

/** A layer that somebody wants: the environment's, or an organisation's override. */
export interface ProposedLayer {
  readonly organizationId?: string | undefined
  readonly policy: PartialPolicy
}

/**
 * The layer, valid by itself and on top of what it lies over; an override that is switched off will be on some day.
 *
 * @param kept The stored layers, of which the environment's is below an organisation's.
 * @throws {PasskeyError} `policy_invalid` with `complaints`
 */
export function demandValid(
  settings: Settings,
  { policy, organizationId }: ProposedLayer,
  kept: readonly StoredPolicyRecord[],
): PartialPolicy {
  const over =
    organizationId === undefined
      ? ({ layer: 'environment', below: layersOf(settings, 'environment', []) } as const)
      : ({ layer: 'organization', below: layersOf(settings, 'environment', kept) } as const)
  const checked = checkPolicy(policy, over, settings)
  if ('complaints' in checked) throw new PasskeyError('policy_invalid', { complaints: checked.complaints })
  return checked.policy
}

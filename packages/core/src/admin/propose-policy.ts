import type { StoredPolicyRecord } from '@latchkey/storage'
import type { Deployment } from '../deployment/deployment.js'
import { layersOf, type ResolveOrganization, scopeOf } from '../deployment/policy-reader.js'
import { PasskeyError } from '../errors.js'
import { parseOrganizationId } from '../parse/organization-id.js'
import { soundPolicy } from '../policy/sound-policy.js'
import { demandValid, type ProposedLayer } from './demand-valid.js'

export interface ProposedPolicy extends ProposedLayer {
  /** Of an override: whether it would hold. Default: true. The environment's own layer has no switch: `malformed`. */
  readonly enabled?: boolean | undefined
}

/**
 * What each organisation's policy would be with the proposed layer in its place, and everything else as it is kept.
 *
 * @throws {PasskeyError} `policy_invalid` with `complaints`, `malformed`
 */
export async function proposePolicy(
  { settings, store }: Deployment,
  { organizationId: given, policy, enabled = true }: ProposedPolicy,
): Promise<ResolveOrganization> {
  const organizationId = parseOrganizationId(given)
  if (organizationId === undefined && !enabled) throw new PasskeyError('malformed')
  const changed = scopeOf(organizationId)
  const environment = await store.policies.read(['environment'])
  const valid = demandValid(settings, { organizationId, policy }, environment)
  const proposed: StoredPolicyRecord = { scope: changed, enabled, policy: valid, version: 1, changedAt: settings.now() }

  async function resolve(id: string | undefined) {
    const scope = scopeOf(id)
    const own = scope === 'environment' || scope === changed ? [] : await store.policies.read([scope])
    const kept = [...environment, ...own].filter((record) => record.scope !== changed)
    return soundPolicy(layersOf(settings, scope, [...kept, proposed]), settings)
  }

  const resolved = new Map<string | undefined, ReturnType<typeof resolve>>()
  return (id) => {
    const known = resolved.get(id) ?? resolve(id)
    resolved.set(id, known)
    return known
  }
}

import type { StoredPolicyRecord } from '@latchkey/storage'
import type { Deployment } from '../deployment/deployment.js'
import { type ResolveOrganization, scopeOf, toLayers } from '../deployment/policy-reader.js'
import { parseOrganizationId } from '../parse/organization-id.js'
import { resolvePolicy } from '../policy/resolve-policy.js'
import { demandValid, type ProposedLayer } from './demand-valid.js'

export interface ProposedPolicy extends ProposedLayer {
  /** Of an override: whether it would hold. Default: true. */
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
  const changed = scopeOf(organizationId)
  const environment = await store.policies.read(['environment'])
  const valid = demandValid(settings, { organizationId, policy }, environment)
  const proposed: StoredPolicyRecord = { scope: changed, enabled, policy: valid, version: 1, changedAt: settings.now() }

  async function resolve(id: string | undefined) {
    const scope = scopeOf(id)
    const own = scope === 'environment' || scope === changed ? [] : await store.policies.read([scope])
    const kept = [...environment, ...own].filter((record) => record.scope !== changed)
    const layers = toLayers(id === undefined ? ['environment'] : ['environment', scope], [...kept, proposed])
    return resolvePolicy([{ layer: 'code', policy: settings.policy }, ...layers])
  }

  const resolved = new Map<string | undefined, ReturnType<typeof resolve>>()
  return (id) => {
    const known = resolved.get(id) ?? resolve(id)
    resolved.set(id, known)
    return known
  }
}

import type { StoredPolicyRecord } from '@latchkey/storage'
import type { Settings } from '../../config/settings.js'
import type { Context } from '../../context/context.js'
import { layersOf, type ResolveOrganization, scopeOf } from '../../context/policy-reader.js'
import { PasskeyError } from '../../errors.js'
import { parseOrganizationId } from '../../host/ids.js'
import { checkPolicy } from '../../policy/check-policy.js'
import type { PartialPolicy } from '../../policy/effective-policy.js'
import { trustRootsOf } from '../../policy/policy-checks.js'
import { normalizedPolicy } from '../../policy/resolve-policy.js'

export interface ProposedPolicy extends ProposedLayer {
  /** For an override: whether it is enabled. Default: true. The environment's own layer has no switch: `malformed`. */
  readonly enabled?: boolean | undefined
}

/**
 * What each organization's policy would be with the proposed layer, and everything else as stored.
 *
 * @throws {PasskeyError} `policy_invalid` with `issues`, `malformed`
 */
export async function proposePolicy(
  { settings, store }: Context,
  { organizationId: given, policy, enabled = true }: ProposedPolicy,
): Promise<ResolveOrganization> {
  const organizationId = parseOrganizationId(given)
  if (organizationId === undefined && !enabled) throw new PasskeyError('malformed')
  const changed = scopeOf(organizationId)
  const environment = await store.policies.read(['environment'])
  const valid = assertValid(settings, { organizationId, policy }, environment)
  const proposed: StoredPolicyRecord = { scope: changed, enabled, policy: valid, version: 1, changedAt: settings.now() }

  async function resolve(id: string | undefined) {
    const scope = scopeOf(id)
    const own = scope === 'environment' || scope === changed ? [] : await store.policies.read([scope])
    const stored = [...environment, ...own].filter((record) => record.scope !== changed)
    return normalizedPolicy(layersOf(settings, scope, [...stored, proposed]), settings)
  }

  const resolved = new Map<string | undefined, ReturnType<typeof resolve>>()
  return (id) => {
    const known = resolved.get(id) ?? resolve(id)
    resolved.set(id, known)
    return known
  }
}

/** A proposed layer: the environment's, or an organization's override. */
export interface ProposedLayer {
  readonly organizationId?: string | undefined
  readonly policy: PartialPolicy
}

/**
 * The layer, valid by itself and on top of the layers below it. A disabled override is validated too, because it may be
 * enabled later.
 *
 * @param stored The stored layers. The environment's is below an organization's.
 * @throws {PasskeyError} `policy_invalid` with `issues`
 */
export function assertValid(
  settings: Settings,
  { policy, organizationId }: ProposedLayer,
  stored: readonly StoredPolicyRecord[],
): PartialPolicy {
  const over =
    organizationId === undefined
      ? ({ layer: 'environment', below: layersOf(settings, 'environment', []) } as const)
      : ({ layer: 'organization', below: layersOf(settings, 'environment', stored) } as const)
  const checked = checkPolicy(policy, over, settings)
  if ('issues' in checked) throw new PasskeyError('policy_invalid', { issues: checked.issues })
  return checked.policy
}

/**
 * The trusted certificates of the layer can be parsed. Their validity period is checked at each registration.
 *
 * @throws {PasskeyError} `policy_invalid` with `issues`
 */
export async function checkRoots({ trust }: PartialPolicy): Promise<void> {
  const stated = trust?.roots ?? []
  const { certificates } = trustRootsOf(stated)
  if (certificates.length === 0) return
  const path = Array.isArray(stated) ? 'trust.roots' : 'trust.roots.certificates'
  const { readTrustAnchors } = await import('../../webauthn/attestation/certificates/trust-anchors.js')
  const issues = certificates.flatMap((root, index) => {
    try {
      readTrustAnchors([root])
      return []
    } catch {
      return [{ path: `${path}.${index}`, message: 'must be a certificate that can be read, as PEM' }]
    }
  })
  if (issues.length > 0) throw new PasskeyError('policy_invalid', { issues })
}

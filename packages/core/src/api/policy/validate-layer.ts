import type { LayerScope, StoredPolicyRecord } from '@latchkey/storage'
import type { Settings } from '../../config/settings.js'
import type { Context } from '../../context/context.js'
import {
  type LayerOwner,
  type LayerState,
  layerScopeOf,
  layersOf,
  type ReadScope,
  readStored,
  toStored,
} from '../../context/policy-layers.js'
import { PasskeyError } from '../../errors.js'
import { parseGroupId, parseOrganizationId } from '../../host/ids.js'
import { checkPolicy } from '../../policy/check-policy.js'
import type { PartialPolicy } from '../../policy/effective-policy.js'
import { trustRootsOf } from '../../policy/policy-checks.js'
import { normalizedPolicy } from '../../policy/resolve-policy.js'

export interface ProposedPolicy extends ProposedLayer {
  /**
   * For an override or a group: whether it is enabled. The environment's own layer has no switch: `malformed`.
   *
   * @default true
   */
  readonly enabled?: boolean | undefined
  /**
   * The day to preview, epoch milliseconds: with all changes that are scheduled until then.
   *
   * @default now
   */
  readonly effectiveAt?: number | undefined
}

/**
 * What each policy would be with the proposed layer, and everything else as stored for that day.
 *
 * @throws {PasskeyError} `policy_invalid` with `issues`, `malformed`
 */
export async function proposePolicy({ settings, store }: Context, input: ProposedPolicy): Promise<ReadScope> {
  const { enabled = true, effectiveAt } = input
  const owner = parseOwner(input)
  const changed = layerScopeOf(owner)
  if (changed === 'environment' && !enabled) throw new PasskeyError('malformed')
  const at = Math.max(settings.now(), parseInstant(effectiveAt) ?? 0)
  const rpId = settings.relyingParty.id
  const environment = await store.policies.read(rpId, ['environment'])
  const policy = assertValid(settings, { ...owner, policy: input.policy }, { stored: environment, at })
  const proposed = { rpId, scope: changed, enabled, policy, version: 1, changedAt: at } as const

  async function resolve(scope: LayerScope) {
    const own = scope === 'environment' || scope === changed ? [] : await store.policies.read(rpId, [scope])
    const stored = [...environment, ...own].filter((record) => record.scope !== changed)
    const layers = layersOf(settings, { scope, at }, [...stored, { ...proposed, ...toStored({ current: proposed }) }])
    return { ...normalizedPolicy(layers, settings), layers }
  }

  const resolved = new Map<LayerScope, ReturnType<typeof resolve>>()
  return (scope) => {
    const known = resolved.get(scope) ?? resolve(scope)
    resolved.set(scope, known)
    return known
  }
}

/**
 * Epoch milliseconds that a caller passed, or undefined.
 *
 * @throws {PasskeyError} `malformed`
 */
export function parseInstant(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined
  if (Number.isSafeInteger(value) && Number(value) >= 0) return Number(value)
  throw new PasskeyError('malformed', { cause: new TypeError('effectiveAt must be epoch milliseconds.') })
}

/**
 * Whose layer the input names.
 *
 * @throws {PasskeyError} `malformed`, also if it names a group and an organization
 */
export function parseOwner(input: LayerOwner): LayerOwner {
  const owner = { organizationId: parseOrganizationId(input.organizationId), groupId: parseGroupId(input.groupId) }
  if (owner.organizationId === undefined || owner.groupId === undefined) return owner
  throw new PasskeyError('malformed', { cause: new TypeError('Name an organization or a group, not both.') })
}

/** A proposed layer: the environment's, a group's, or an organization's override. */
export interface ProposedLayer extends LayerOwner {
  readonly policy: PartialPolicy
}

interface Below {
  /** The stored layers. The environment's is below the others. */
  readonly stored: readonly StoredPolicyRecord[]
  /** When the layer takes effect. */
  readonly at: number
}

/**
 * The layer, valid by itself and on top of the layers below it. A disabled override is validated too, because it may be
 * enabled later.
 *
 * @throws {PasskeyError} `policy_invalid` with `issues`
 */
export function assertValid(
  settings: Settings,
  { policy, ...owner }: ProposedLayer,
  { stored, at }: Below,
): PartialPolicy {
  const layer = layerOf(owner)
  const below = layersOf(settings, { scope: 'environment', at }, layer === 'environment' ? [] : stored)
  const checked = checkPolicy(policy, { layer, below }, settings)
  if ('issues' in checked) throw new PasskeyError('policy_invalid', { issues: checked.issues })
  return checked.policy
}

function layerOf({ organizationId, groupId }: LayerOwner): 'environment' | 'group' | 'organization' {
  if (groupId !== undefined) return 'group'
  return organizationId === undefined ? 'environment' : 'organization'
}

/** The state of a stored layer at a time; nothing is stored: empty and disabled. */
export function stateAt(record: StoredPolicyRecord | undefined, at: number): LayerState {
  if (!record) return { policy: {}, enabled: false }
  const { current, scheduled } = readStored(record)
  return scheduled && scheduled.effectiveAt <= at ? scheduled : current
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

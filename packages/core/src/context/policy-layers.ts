import type { LayerScope, PolicyScope, StoredPolicyRecord } from '@latchkey/storage'
import * as z from 'zod'
import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import { partialPolicySchema } from '../policy/check-policy.js'
import type { EffectivePolicy, PartialPolicy } from '../policy/effective-policy.js'
import { groupLayer, withGroup } from '../policy/group-layer.js'
import {
  type LayeredPolicy,
  normalizedPolicy,
  type ResolvedPolicy,
  strictestPolicy,
  underEnvironment,
} from '../policy/resolve-policy.js'
import { checkMember, type Membership } from './membership.js'

/** A resolved policy, and the layers that it is made of. */
export interface LayeredRead extends ResolvedPolicy {
  readonly layers: readonly LayeredPolicy[]
}

/** Resolves the policy of a scope: the current one, or a proposed one. */
export type ReadScope = (scope: LayerScope) => Promise<LayeredRead>

/** A user's organizations and groups, and the named organization, if any. */
export interface Member extends Membership {
  readonly organizationId?: string | undefined
}

/** The scope of an organization's stored policy, or of the environment's without an organization. */
export function scopeOf(organizationId: string | undefined): PolicyScope {
  return organizationId === undefined ? 'environment' : `organization:${organizationId}`
}

/** Whose layer: an organization's, a group's, or the environment's if none is named. */
export interface LayerOwner {
  readonly organizationId?: string | undefined
  readonly groupId?: string | undefined
}

export function layerScopeOf({ organizationId, groupId }: LayerOwner): LayerScope {
  return groupId === undefined ? scopeOf(organizationId) : `group:${groupId}`
}

/** The scopes whose stored layers make up the policy of this scope, the lowest first. */
export function scopesBelow(scope: LayerScope): readonly LayerScope[] {
  return scope === 'environment' ? [scope] : ['environment', scope]
}

/** The layers that make up the policy of a scope at a time, the lowest first: the code's, and the enabled stored ones. */
export function layersOf(
  { policy }: Settings,
  { scope, at }: { readonly scope: LayerScope; readonly at: number },
  records: readonly StoredPolicyRecord[],
): readonly LayeredPolicy[] {
  const found = scopesBelow(scope).map((it) => records.find((record) => record.scope === it))
  return [{ layer: 'code', policy }, ...found.flatMap((record) => (record ? layerAt(record, at) : []))]
}

function layerAt(record: StoredPolicyRecord, at: number): readonly LayeredPolicy[] {
  const { current, scheduled } = readStored(record)
  const { enabled, policy } = scheduled && scheduled.effectiveAt <= at ? scheduled : current
  if (!enabled) return []
  const [kind] = record.scope.split(':', 1)
  const layer = kind === 'organization' || kind === 'group' ? kind : 'environment'
  return [{ layer, policy }]
}

/** One state of a stored layer. */
export interface LayerState {
  readonly policy: PartialPolicy
  readonly enabled: boolean
}

/** A stored layer, and the one that replaces it later, if any. */
export interface StoredStates {
  readonly current: LayerState
  readonly scheduled?: (LayerState & { readonly effectiveAt: number }) | undefined
}

/** Beside the fields of the policy. No field has this name. */
const storedSchedule = z.strictObject({ effectiveAt: z.int(), enabled: z.boolean(), policy: partialPolicySchema })

/**
 * Stored layers were validated when they were written. One that is invalid now means that the store cannot be trusted.
 */
export function readStored({ policy: stored, enabled }: StoredPolicyRecord): StoredStates {
  const { scheduled, ...fields } = stored
  const policy = partialPolicySchema.safeParse(fields)
  const change = storedSchedule.optional().safeParse(scheduled)
  if (!policy.success || !change.success) {
    throw new PasskeyError('storage_unavailable', { cause: policy.error ?? change.error })
  }
  return { current: { policy: policy.data, enabled }, scheduled: change.data }
}

/** The record's fields that hold these states. */
export function toStored({ current, scheduled }: StoredStates): Pick<StoredPolicyRecord, 'policy' | 'enabled'> {
  return { policy: { ...current.policy, ...(scheduled && { scheduled }) }, enabled: current.enabled }
}

/**
 * The policy for a user, resolved by a function: from the current policies, or from proposed ones.
 *
 * @throws {PasskeyError} `forbidden` if the user does not belong to the named organization.
 */
export async function policyForMember(
  settings: Settings,
  { organizations, groups, organizationId }: Member,
  read: ReadScope,
): Promise<EffectivePolicy> {
  checkMember(organizations, organizationId)
  const environment = (await read('environment')).policy
  const inGroups = await readGroups(groups, read)
  const policyOf = async (id?: string) => resolvedIn(settings, await read(scopeOf(id)), inGroups).policy
  if (organizationId !== undefined) return underEnvironment(await policyOf(organizationId), environment)
  const policies = await Promise.all(organizations.map((id) => policyOf(id)))
  return underEnvironment(strictestPolicy(policies, await policyOf()), environment)
}

/** The policy with the layer of a user's groups. */
export function resolvedIn(
  settings: Settings,
  { policy, from, layers }: LayeredRead,
  group: LayeredPolicy | undefined,
): ResolvedPolicy {
  return group ? normalizedPolicy(withGroup(layers, group), settings) : { policy, from }
}

export async function readGroups(groups: readonly string[], read: ReadScope): Promise<LayeredPolicy | undefined> {
  const reads = await Promise.all(groups.map((id) => read(`group:${id}`)))
  const own = reads.flatMap(({ layers }) => layers.filter(({ layer }) => layer === 'group'))
  if (own.length === 0) return undefined
  return groupLayer(
    own.map(({ policy }) => policy),
    (await read('environment')).policy,
  )
}

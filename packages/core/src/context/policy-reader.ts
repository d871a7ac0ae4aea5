import type { PolicyScope, StoredPolicyRecord } from '@latchkey/storage'
import { LRUCache } from 'lru-cache'
import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import { partialPolicySchema } from '../policy/check-policy.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { normalizedPolicy } from '../policy/normalize-policy.js'
import type { LayeredPolicy, ResolvedPolicy } from '../policy/resolve-policy.js'
import { strictestPolicy } from '../policy/strictest-policy.js'
import { underEnvironment } from '../policy/under-environment.js'
import type { CheckedStore } from './checked-store.js'
import { checkMember, type Memberships, organizationsOf } from './membership.js'

/** A policy that holds, and the version of the stored layer that it was asked for; 0 where none was ever stored. */
export interface ReadPolicy extends ResolvedPolicy {
  readonly version: number
}

/** What each organization's policy is, or would be. */
export type ResolveOrganization = (organizationId: string | undefined) => Promise<ResolvedPolicy>

/** A user's organizations, and the one that is named, if any. */
export interface Member {
  readonly organizations: Memberships
  readonly organizationId?: string | undefined
}

/** The policy that holds now: defaults, code, stored environment policy, and the organization's override if it is on. */
export interface PolicyReader {
  /** At most ten seconds old. */
  resolved(organizationId: string | undefined): Promise<ReadPolicy>

  /**
   * The policy before it is known who asks, and whether they belong to the organization that they name: the
   * organization's, but for what tells who exists, where it is never less strict than the environment.
   */
  forStranger(organizationId: string | undefined): Promise<EffectivePolicy>

  /**
   * The policy for a user who is known: of the organization that is named, else the strictest of the user's
   * organizations, else the environment's.
   *
   * @throws {PasskeyError} `forbidden` when the user does not belong to the organization that is named.
   */
  forUser(userId: string, organizationId: string | undefined): Promise<EffectivePolicy>

  /**
   * As `forUser`, where it is known which organizations the user belongs to.
   *
   * @throws {PasskeyError} `forbidden`
   */
  forMember(member: Member): Promise<EffectivePolicy>

  /** What was read before is not used again; for who has just changed it. */
  forget(): void
}

/** Stored layers are read again after this long; until then a change elsewhere may not be seen. */
const maxAgeMs = 10_000

interface Remembered {
  readonly readAt: number
  readonly resolved: ReadPolicy
}

export function createPolicyReader(settings: Settings, store: CheckedStore): PolicyReader {
  const overrides = new LRUCache<PolicyScope, Remembered>({ max: 1000 })
  /** Apart, so that organizations which somebody makes up do not push out those that have an override. */
  const without = new LRUCache<PolicyScope, Remembered>({ max: 1000 })

  /** Raised by whoever forgets, so that a read which is under way then is not remembered. */
  let generation = 0

  function recall(scope: PolicyScope): ReadPolicy | undefined {
    const known = overrides.get(scope) ?? without.get(scope)
    if (!known) return undefined
    const age = settings.now() - known.readAt
    return age >= 0 && age < maxAgeMs ? known.resolved : undefined
  }

  async function readAgain(scope: PolicyScope): Promise<ReadPolicy> {
    const [readAt, begun] = [settings.now(), generation]
    const scopes = scopesBelow(scope)
    const records = await store.policies.read(scopes)
    const resolved = resolveScope(settings, scope, records)
    if (begun !== generation) return resolved
    remember(scope, { readAt, resolved })
    // The layers of the environment were read as well.
    if (scope !== 'environment') {
      remember('environment', { readAt, resolved: resolveScope(settings, 'environment', records) })
    }
    return resolved
  }

  function remember(scope: PolicyScope, read: Remembered): void {
    const isOwn = read.resolved.version > 0 || scope === 'environment'
    const [right, wrong] = isOwn ? [overrides, without] : [without, overrides]
    wrong.delete(scope)
    right.set(scope, read)
  }

  async function resolved(organizationId: string | undefined): Promise<ReadPolicy> {
    const scope = scopeOf(organizationId)
    return recall(scope) ?? readAgain(scope)
  }

  return {
    resolved,
    async forStranger(organizationId) {
      const { policy } = await resolved(organizationId)
      return underEnvironment(policy, (await resolved(undefined)).policy)
    },
    async forUser(userId, organizationId) {
      return policyForMember({ organizations: await organizationsOf(settings, userId), organizationId }, resolved)
    },
    forMember: (member) => policyForMember(member, resolved),
    forget() {
      generation++
      overrides.clear()
      without.clear()
    },
  }
}

function resolveScope(settings: Settings, scope: PolicyScope, records: readonly StoredPolicyRecord[]): ReadPolicy {
  const version = records.find((record) => record.scope === scope)?.version ?? 0
  return Object.freeze({ ...normalizedPolicy(layersOf(settings, scope, records), settings), version })
}

/** Where the policy of an organization is kept; the environment's, where none is named. */
export function scopeOf(organizationId: string | undefined): PolicyScope {
  return organizationId === undefined ? 'environment' : `organization:${organizationId}`
}

/**
 * The policy for a user, by whatever says what an organization's policy is: the one that holds, or one that somebody
 * thinks of making.
 *
 * @throws {PasskeyError} `forbidden` when the user does not belong to the organization that is named.
 */
export async function policyForMember(
  { organizations, organizationId }: Member,
  resolved: ResolveOrganization,
): Promise<EffectivePolicy> {
  checkMember(organizations, organizationId)
  const environment = (await resolved(undefined)).policy
  if (organizationId !== undefined) return underEnvironment((await resolved(organizationId)).policy, environment)
  const policies = await Promise.all(organizations.map(async (id) => (await resolved(id)).policy))
  return underEnvironment(strictestPolicy(policies, environment), environment)
}

/** The scopes whose stored layers make up the policy of this one, the lowest first. */
function scopesBelow(scope: PolicyScope): readonly PolicyScope[] {
  return scope === 'environment' ? [scope] : ['environment', scope]
}

/** The layers that make up the policy of a scope, the lowest first: the one in code, and the stored that are on. */
export function layersOf(
  { policy }: Settings,
  scope: PolicyScope,
  records: readonly StoredPolicyRecord[],
): readonly LayeredPolicy[] {
  const found = scopesBelow(scope).map((it) => records.find((record) => record.scope === it))
  return [{ layer: 'code', policy }, ...found.flatMap((record) => (record?.enabled ? [toLayer(record)] : []))]
}

/** What stands in the store was checked when it was written; if it does not hold now the store is not to be believed. */
function toLayer({ scope, policy }: StoredPolicyRecord): LayeredPolicy {
  const parsed = partialPolicySchema.safeParse(policy)
  if (!parsed.success) throw new PasskeyError('storage_unavailable', { cause: parsed.error })
  return { layer: scope === 'environment' ? 'environment' : 'organization', policy: parsed.data }
}

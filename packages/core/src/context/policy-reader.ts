import type { PolicyScope, StoredPolicyRecord } from '@latchkey/storage'
import { LRUCache } from 'lru-cache'
import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import type { Session } from '../host/host.js'
import { partialPolicySchema } from '../policy/check-policy.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import {
  type LayeredPolicy,
  normalizedPolicy,
  type ResolvedPolicy,
  strictestPolicy,
  underEnvironment,
} from '../policy/resolve-policy.js'
import { organizationOf } from '../session/session.js'
import type { CheckedStore } from './checked-store.js'
import type { Context } from './context.js'
import { checkMember, type Memberships, organizationsOf } from './membership.js'

/** A policy in effect, and the version of its stored layer; 0 if none was ever stored. */
export interface ReadPolicy extends ResolvedPolicy {
  readonly version: number
}

/** Resolves the policy of an organization: the current one, or a proposed one. */
export type ResolveOrganization = (organizationId: string | undefined) => Promise<ResolvedPolicy>

/** A user's organizations, and the named one, if any. */
export interface Member {
  readonly organizations: Memberships
  readonly organizationId?: string | undefined
}

/** The policy in effect: defaults, code, stored environment policy, and the organization's override if it is enabled. */
export interface PolicyReader {
  /** At most ten seconds old. */
  resolved(organizationId: string | undefined): Promise<ReadPolicy>

  /**
   * The policy for a user who is not known yet: the organization's, with the environment's protection against account
   * enumeration. Membership is not verified.
   */
  forStranger(organizationId: string | undefined): Promise<EffectivePolicy>

  /**
   * The policy for a known user: of the named organization, else the strictest of the user's organizations, else the
   * environment's.
   *
   * @throws {PasskeyError} `forbidden` if the user does not belong to the named organization.
   */
  forUser(userId: string, organizationId: string | undefined): Promise<EffectivePolicy>

  /**
   * Like `forUser`, for a user whose organizations are known.
   *
   * @throws {PasskeyError} `forbidden`
   */
  forMember(member: Member): Promise<EffectivePolicy>

  /** Clears the caches, after a change. */
  forget(): void
}

/** Stored layers are cached for this long. Until then a change by another process may not be seen. */
const maxAgeMs = 10_000

interface Remembered {
  readonly readAt: number
  readonly resolved: ReadPolicy
}

export function createPolicyReader(settings: Settings, store: CheckedStore): PolicyReader {
  const overrides = new LRUCache<PolicyScope, Remembered>({ max: 1000 })
  /** Separate, so that made-up organizations cannot evict the ones that have an override. */
  const without = new LRUCache<PolicyScope, Remembered>({ max: 1000 })

  /** Incremented by `forget`, so that a read in progress is not cached. */
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
    // The environment's layers were read too.
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

/** The scope of an organization's stored policy, or of the environment's without an organization. */
export function scopeOf(organizationId: string | undefined): PolicyScope {
  return organizationId === undefined ? 'environment' : `organization:${organizationId}`
}

/**
 * The policy for a user, resolved by a function: from the current policies, or from proposed ones.
 *
 * @throws {PasskeyError} `forbidden` if the user does not belong to the named organization.
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

/** The scopes whose stored layers make up the policy of this scope, the lowest first. */
function scopesBelow(scope: PolicyScope): readonly PolicyScope[] {
  return scope === 'environment' ? [scope] : ['environment', scope]
}

/** The layers that make up the policy of a scope, the lowest first: the code's, and the enabled stored ones. */
export function layersOf(
  { policy }: Settings,
  scope: PolicyScope,
  records: readonly StoredPolicyRecord[],
): readonly LayeredPolicy[] {
  const found = scopesBelow(scope).map((it) => records.find((record) => record.scope === it))
  return [{ layer: 'code', policy }, ...found.flatMap((record) => (record?.enabled ? [toLayer(record)] : []))]
}

/**
 * Stored layers were validated when they were written. One that is invalid now means that the store cannot be trusted.
 */
function toLayer({ scope, policy }: StoredPolicyRecord): LayeredPolicy {
  const parsed = partialPolicySchema.safeParse(policy)
  if (!parsed.success) throw new PasskeyError('storage_unavailable', { cause: parsed.error })
  return { layer: scope === 'environment' ? 'environment' : 'organization', policy: parsed.data }
}

/** The policy for a signed-in user, and the organization to record. */
export interface SessionPolicy {
  readonly policy: EffectivePolicy
  readonly organizationId: string | undefined
}

/**
 * The policy of the session's organization, or the strictest of the user's if the session has none. An organization
 * that the page names cannot select a less strict policy: it is only recorded with the passkey or the event.
 *
 * @throws {PasskeyError} `forbidden` if the user does not belong to the organization, or if it differs from the
 *   session's;
 * `malformed`
 */
export async function policyForSession(
  { settings, policies }: Pick<Context, 'settings' | 'policies'>,
  session: Session,
  named: unknown,
): Promise<SessionPolicy> {
  const organizationId = organizationOf(session, named)
  const organizations = await organizationsOf(settings, session.userId)
  const policy = await policies.forMember({ organizations, organizationId: session.organizationId })
  checkMember(organizations, organizationId)
  return { policy, organizationId }
}

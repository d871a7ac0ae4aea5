import type { LayerScope, StoredPolicyRecord } from '@latchkey/storage'
import { LRUCache } from 'lru-cache'
import type { Settings } from '../config/settings.js'
import type { Session } from '../host/host.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { normalizedPolicy, type ResolvedPolicy, underEnvironment } from '../policy/resolve-policy.js'
import { organizationOf } from '../session/session.js'
import type { CheckedStore } from './checked-store.js'
import type { Context } from './context.js'
import { checkMember, type EffectiveInput, membershipOf } from './membership.js'
import {
  type LayeredRead,
  layersOf,
  type Member,
  policyForMember,
  readGroups,
  readStored,
  resolvedIn,
  scopeOf,
  scopesBelow,
} from './policy-layers.js'

/** A policy in effect, and the version of its stored layer; 0 if none was ever stored. */
export interface ReadPolicy extends ResolvedPolicy {
  readonly version: number
}

/** The policy in effect: defaults, code, stored environment policy, and the organization's override if it is enabled. */
export interface PolicyReader {
  /** At most ten seconds old. */
  resolved(organizationId: string | undefined): Promise<ReadPolicy>

  /** The same with the layer of groups. */
  inEffect(input: EffectiveInput): Promise<ReadPolicy>

  /**
   * The policy for a user who is not known yet: the organization's, with the environment's protection against account
   * enumeration. Membership is not verified.
   */
  forStranger(organizationId: string | undefined): Promise<EffectivePolicy>

  /**
   * The policy for a known user: of the named organization, else the strictest of the user's organizations, else the
   * environment's. The layer of the user's groups is between the environment and the organizations.
   *
   * @throws {PasskeyError} `forbidden` if the user does not belong to the named organization.
   */
  forUser(userId: string, organizationId: string | undefined): Promise<EffectivePolicy>

  /**
   * Like `forUser`, for a user whose organizations and groups are known.
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
  /** When a scheduled change takes effect, if one is to come. */
  readonly until: number
  readonly resolved: CachedPolicy
}

interface CachedPolicy extends LayeredRead {
  readonly version: number
}

export function createPolicyReader(settings: Settings, store: CheckedStore): PolicyReader {
  const overrides = new LRUCache<LayerScope, Remembered>({ max: 1000 })
  /** Separate, so that made-up organizations cannot evict the ones that have an override. */
  const without = new LRUCache<LayerScope, Remembered>({ max: 1000 })

  /** Incremented by `forget`, so that a read in progress is not cached. */
  let generation = 0

  function recall(scope: LayerScope): CachedPolicy | undefined {
    const known = overrides.get(scope) ?? without.get(scope)
    if (!known) return undefined
    const now = settings.now()
    const age = now - known.readAt
    return age >= 0 && age < maxAgeMs && now < known.until ? known.resolved : undefined
  }

  async function readAgain(scope: LayerScope): Promise<CachedPolicy> {
    const [readAt, begun] = [settings.now(), generation]
    const scopes = scopesBelow(scope)
    const records = await store.policies.read(settings.relyingParty.id, scopes)
    const read = resolveScope(settings, { scope, readAt }, records)
    if (begun !== generation) return read.resolved
    remember(scope, read)
    // The environment's layers were read too.
    if (scope !== 'environment') {
      remember('environment', resolveScope(settings, { scope: 'environment', readAt }, records))
    }
    return read.resolved
  }

  function remember(scope: LayerScope, read: Remembered): void {
    const isOwn = read.resolved.version > 0 || scope === 'environment'
    const [right, wrong] = isOwn ? [overrides, without] : [without, overrides]
    wrong.delete(scope)
    right.set(scope, read)
  }

  const readScope = async (scope: LayerScope) => recall(scope) ?? readAgain(scope)

  async function inEffect({ organizationId, groups = [] }: EffectiveInput): Promise<ReadPolicy> {
    const read = await readScope(scopeOf(organizationId))
    const resolved = resolvedIn(settings, read, await readGroups(groups, readScope))
    return Object.freeze({ ...resolved, version: read.version })
  }

  const resolved = (organizationId: string | undefined) => inEffect({ organizationId })

  return {
    resolved,
    inEffect,
    async forStranger(organizationId) {
      const { policy } = await readScope(scopeOf(organizationId))
      return underEnvironment(policy, (await readScope('environment')).policy)
    },
    async forUser(userId, organizationId) {
      return policyForMember(settings, { ...(await membershipOf(settings, userId)), organizationId }, readScope)
    },
    forMember: (member) => policyForMember(settings, member, readScope),
    forget() {
      generation++
      overrides.clear()
      without.clear()
    },
  }
}

function resolveScope(
  settings: Settings,
  { scope, readAt }: { readonly scope: LayerScope; readonly readAt: number },
  records: readonly StoredPolicyRecord[],
): Remembered {
  const version = records.find((record) => record.scope === scope)?.version ?? 0
  const layers = layersOf(settings, { scope, at: readAt }, records)
  const starts = scopesBelow(scope)
    .flatMap((it) => records.find((record) => record.scope === it) ?? [])
    .flatMap((record) => readStored(record).scheduled?.effectiveAt ?? [])
    .filter((effectiveAt) => effectiveAt > readAt)
  const resolved = Object.freeze({ ...normalizedPolicy(layers, settings), layers, version })
  return { readAt, until: Math.min(Number.POSITIVE_INFINITY, ...starts), resolved }
}

/** The policy for a signed-in user, and the organization to record. */
export interface SessionPolicy {
  readonly policy: EffectivePolicy
  readonly organizationId: string | undefined
  readonly groups: readonly string[]
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
  const membership = await membershipOf(settings, session.userId)
  const policy = await policies.forMember({ ...membership, organizationId: session.organizationId })
  checkMember(membership.organizations, organizationId)
  return { policy, organizationId, groups: membership.groups }
}

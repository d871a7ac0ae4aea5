import type { PolicyScope, StoredPolicyRecord } from '@latchkey/storage'
import { LRUCache } from 'lru-cache'
import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { partialPolicySchema } from '../policy/parse-policy.js'
import { type LayeredPolicy, type ResolvedPolicy, resolvePolicy } from '../policy/resolve-policy.js'
import { strictestPolicy } from '../policy/strictest-policy.js'
import type { CheckedStore } from './checked-store.js'

/** The policy that holds now: defaults, code, stored environment policy, and the organisation's override if it is on. */
export interface PolicyReader {
  resolved(organizationId: string | undefined): Promise<ResolvedPolicy>

  /**
   * The policy for a user who is known: of the organisation that is named, else the strictest of the user's
   * organisations, else the environment's.
   *
   * @throws {PasskeyError} `forbidden` when the user does not belong to the organisation that is named.
   */
  forUser(userId: string, organizationId: string | undefined): Promise<EffectivePolicy>
}

/** Stored layers are read again after this long; until then a change elsewhere may not be seen. */
const maxAgeMs = 10_000

interface Remembered {
  readonly readAt: number
  readonly resolved: ResolvedPolicy
}

export function createPolicyReader(settings: Settings, store: CheckedStore): PolicyReader {
  /** By scope: the organisation's, or the environment's where none is named. */
  const remembered = new LRUCache<PolicyScope, Remembered>({ max: 1000 })

  async function resolved(organizationId: string | undefined): Promise<ResolvedPolicy> {
    const scope: PolicyScope = organizationId === undefined ? 'environment' : `organization:${organizationId}`
    const now = settings.now()
    const known = remembered.get(scope)
    if (known && now >= known.readAt && now - known.readAt < maxAgeMs) return known.resolved
    const fresh = resolvePolicy([
      { layer: 'code', policy: settings.policy },
      ...(await readLayers(store, scope === 'environment' ? [scope] : ['environment', scope])),
    ])
    remembered.set(scope, { readAt: now, resolved: fresh })
    return fresh
  }

  return {
    resolved,
    async forUser(userId, organizationId) {
      const organizations = (await settings.host.organizationsOf?.({ userId })) ?? []
      if (organizationId !== undefined) {
        if (!organizations.includes(organizationId)) throw new PasskeyError('forbidden')
        return (await resolved(organizationId)).policy
      }
      const policies = await Promise.all(organizations.map(async (id) => (await resolved(id)).policy))
      return strictestPolicy(policies, (await resolved(undefined)).policy)
    },
  }
}

/** The stored layers of these scopes that are switched on, the environment's first. */
async function readLayers(store: CheckedStore, scopes: readonly PolicyScope[]): Promise<readonly LayeredPolicy[]> {
  const records = await store.policies.read(scopes)
  const found = scopes.map((scope) => records.find((record) => record.scope === scope))
  return found.flatMap((record) => (record?.enabled ? [toLayer(record)] : []))
}

/** What stands in the store was checked when it was written; if it does not hold now the store is not to be believed. */
function toLayer({ scope, policy }: StoredPolicyRecord): LayeredPolicy {
  const parsed = partialPolicySchema.safeParse(policy)
  if (!parsed.success) throw new PasskeyError('storage_unavailable', { cause: parsed.error })
  return { layer: scope === 'environment' ? 'environment' : 'organization', policy: parsed.data }
}

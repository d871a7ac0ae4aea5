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
  readonly record: StoredPolicyRecord | undefined
}

export function createPolicyReader(settings: Settings, store: CheckedStore): PolicyReader {
  const remembered = new LRUCache<PolicyScope, Remembered>({ max: 1000 })

  async function read(scopes: readonly PolicyScope[]): Promise<readonly (StoredPolicyRecord | undefined)[]> {
    const now = settings.now()
    const isFresh = (it: Remembered | undefined) => it && now >= it.readAt && now - it.readAt < maxAgeMs
    const known = scopes.map((scope) => remembered.get(scope))
    if (known.every(isFresh)) return known.map((it) => it?.record)
    const records = await store.policies.read(scopes)
    const found = scopes.map((scope) => records.find((record) => record.scope === scope))
    scopes.forEach((scope, index) => {
      remembered.set(scope, { readAt: now, record: found[index] })
    })
    return found
  }

  async function resolved(organizationId: string | undefined): Promise<ResolvedPolicy> {
    const scopes: PolicyScope[] = ['environment']
    if (organizationId !== undefined) scopes.push(`organization:${organizationId}`)
    const [environment, organization] = await read(scopes)
    const code: LayeredPolicy = { layer: 'code', policy: settings.policy }
    return resolvePolicy([code, ...layerOf(environment, 'environment'), ...layerOf(organization, 'organization')])
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

/** What stands in the store was checked when it was written; if it does not hold now the store is not to be believed. */
function layerOf(
  record: StoredPolicyRecord | undefined,
  layer: 'environment' | 'organization',
): readonly LayeredPolicy[] {
  if (!record?.enabled) return []
  const policy = partialPolicySchema.safeParse(record.policy)
  if (!policy.success) throw new PasskeyError('storage_unavailable', { cause: policy.error })
  return [{ layer, policy: policy.data }]
}

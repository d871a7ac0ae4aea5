import { assertStorable, type PolicyStore } from '@latchkey/storage'
import type { Database } from './database.js'
import { digestKey } from './keys.js'
import { storeEvents } from './store-events.js'

export function lmdbPolicies(database: Database): PolicyStore {
  return {
    read: async (rpId, scopes) => {
      for (const scope of scopes) assertStorable({ rpId, scope })
      return database.read(() =>
        [...new Set(scopes)].flatMap((scope) => database.policies.get(digestKey(rpId, scope)) ?? []),
      )
    },
    write: async (policy, expectedVersion, events) => {
      assertStorable(policy)
      const key = digestKey(policy.rpId, policy.scope)
      return database.transact(() => {
        const stored = database.policies.get(key)?.version ?? 0
        if (stored !== expectedVersion || policy.version !== expectedVersion + 1) return 'version_conflict'
        database.policies.putSync(key, policy)
        storeEvents(database, events)
        return 'written'
      })
    },
  }
}

import { assertStorable, type PolicyStore, type StoredPolicyRecord, type StoredScope } from '@latchkey/storage'
import { copyPolicy } from './copy.js'
import { takeEvents } from './events.js'
import { keyOf, type MemoryState } from './state.js'

export function memoryPolicies(state: MemoryState): PolicyStore {
  return {
    read: async (rpId, scopes) => readPolicies(state, rpId, scopes),
    write: async (policy, expectedVersion, events) => {
      assertStorable(policy)
      const keepEvents = takeEvents(state, events)
      const copy = copyPolicy(policy)
      const key = keyOf(policy.rpId, policy.scope)
      const stored = state.policies.get(key)?.version ?? 0
      if (stored !== expectedVersion || policy.version !== expectedVersion + 1) return 'version_conflict'
      keepEvents()
      state.policies.set(key, copy)
      return 'written'
    },
  }
}

function readPolicies(state: MemoryState, rpId: string, scopes: readonly StoredScope[]): readonly StoredPolicyRecord[] {
  for (const scope of scopes) assertStorable({ rpId, scope })
  return [...new Set(scopes)].flatMap((scope) => {
    const policy = state.policies.get(keyOf(rpId, scope))
    return policy === undefined ? [] : [copyPolicy(policy)]
  })
}

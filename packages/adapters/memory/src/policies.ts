import { assertStorable, type PolicyStore, type StoredPolicyRecord, type StoredScope } from '@latchkey/storage'
import { copyPolicy } from './copy.js'
import { takeEvents } from './events.js'
import type { MemoryState } from './state.js'

export function memoryPolicies(state: MemoryState): PolicyStore {
  return {
    read: async (scopes) => readPolicies(state, scopes),
    write: async (policy, expectedVersion, events) => {
      assertStorable(policy)
      const keepEvents = takeEvents(state, events)
      const copy = copyPolicy(policy)
      const stored = state.policies.get(policy.scope)?.version ?? 0
      if (stored !== expectedVersion || policy.version !== expectedVersion + 1) return 'version_conflict'
      keepEvents()
      state.policies.set(policy.scope, copy)
      return 'written'
    },
  }
}

function readPolicies(state: MemoryState, scopes: readonly StoredScope[]): readonly StoredPolicyRecord[] {
  for (const scope of scopes) assertStorable({ scope })
  return [...new Set(scopes)].flatMap((scope) => {
    const policy = state.policies.get(scope)
    return policy === undefined ? [] : [copyPolicy(policy)]
  })
}

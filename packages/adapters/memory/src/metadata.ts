import { assertStorable, type MetadataStore } from '@latchkey/storage'
import { takeEvents } from './events.js'
import type { MemoryState } from './state.js'

export function memoryMetadata(state: MemoryState): MetadataStore {
  return {
    read: async (root) => {
      assertStorable({ root })
      const stored = state.metadata.get(root)
      return stored && { ...stored }
    },
    accept: async (metadata, expected, events) => {
      assertStorable(metadata)
      if (expected !== undefined) assertStorable(expected)
      const storeEvents = takeEvents(state, events)
      const stored = state.metadata.get(metadata.root)
      if (stored?.no !== expected?.no || stored?.digest !== expected?.digest) return 'conflict'
      storeEvents()
      state.metadata.set(metadata.root, { ...metadata })
      return 'accepted'
    },
  }
}

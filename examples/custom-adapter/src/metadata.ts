import { assertStorable, type MetadataStore } from '@latchkey/storage'
import type { Database } from './database.js'
import { digestKey } from './keys.js'
import { storeEvents } from './store-events.js'

export function lmdbMetadata(database: Database): MetadataStore {
  return {
    read: async (root) => {
      assertStorable({ root })
      return database.read(() => database.metadata.get(digestKey(root)))
    },
    accept: async (metadata, expected, events) => {
      assertStorable(metadata)
      if (expected !== undefined) assertStorable(expected)
      const key = digestKey(metadata.root)
      return database.transact(() => {
        const stored = database.metadata.get(key)
        if (stored?.no !== expected?.no || stored?.digest !== expected?.digest) return 'conflict'
        database.metadata.putSync(key, metadata)
        storeEvents(database, events)
        return 'accepted'
      })
    },
  }
}

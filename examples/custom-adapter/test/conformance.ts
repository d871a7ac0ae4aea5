import { describe, test } from 'node:test'
import { storageConformance } from '@latchkey/testing'
import { makeFolder, openStorage } from './temporary-storage.js'

describe('lmdbStorage keeps the storage contract', () => {
  for (const { name, run } of storageConformance) {
    test(name, async () => {
      const folder = makeFolder()
      const { storage, close } = openStorage(folder.path)
      try {
        await run(() => storage)
      } finally {
        await close()
        folder.remove()
      }
    })
  }
})

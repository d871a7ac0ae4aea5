import { memoryStorage } from '@latchkey/memory'
import { storageConformance } from '@latchkey/testing'
import { describe, test } from 'vitest'

describe('memoryStorage keeps the storage contract', () => {
  for (const { name, run } of storageConformance) test(name, () => run(memoryStorage))
})

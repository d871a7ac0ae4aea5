import { memoryStorage } from '@latchkey/memory'
import { storageConformance } from '@latchkey/testing'
import { describe, test } from 'vitest'
import { runDocumented } from '../../../../test-support/documented-refusals.js'

describe('memoryStorage keeps the storage contract', () => {
  for (const { name, run } of storageConformance) test(name, () => runDocumented(run, memoryStorage))
})

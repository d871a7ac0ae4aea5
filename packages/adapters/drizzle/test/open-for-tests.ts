import { openPlace } from '../../../../test-support/adapters/open-place.js'
import type { TestDatabase } from './databases.js'
import { type OpenDatabase, openDatabase } from './open-database.js'

export function openForTests({ create }: TestDatabase): () => OpenDatabase {
  return openPlace(create, openDatabase)
}

import { storageConformance } from '@latchkey/testing'
import type { Kysely } from 'kysely'
import { afterEach, describe, test } from 'vitest'
import { openSqlite, temporaryFile } from './open-sqlite.js'

const opened: { readonly db: Kysely<unknown>; remove(): void }[] = []

async function makeStorage(path: string, remove: () => void) {
  const { db, storage } = openSqlite(path)
  opened.push({ db, remove })
  await storage.schema?.migrate()
  return storage
}

afterEach(async () => {
  for (const { db, remove } of opened.splice(0)) {
    await db.destroy()
    remove()
  }
})

describe('kyselyStorage keeps the storage contract on a SQLite file', () => {
  const onFile = () => {
    const { path, remove } = temporaryFile()
    return makeStorage(path, remove)
  }
  for (const { name, run } of storageConformance) test(name, () => run(onFile))
})

describe('kyselyStorage keeps the storage contract on SQLite in memory', () => {
  const inMemory = () => makeStorage(':memory:', () => {})
  for (const { name, run } of storageConformance) test(name, () => run(inMemory))
})

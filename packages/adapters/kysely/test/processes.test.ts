import { samplePasskey, sampleRpId, sampleTogether } from '@latchkey/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSqlite, temporaryFile } from './open-sqlite.js'
import { type Child, startChild } from './start-child.js'

let file: ReturnType<typeof temporaryFile>
let children: readonly Child[]

beforeEach(async () => {
  file = temporaryFile()
  const { db } = openSqlite(file.path)
  await db.destroy()
  children = await Promise.all([startChild(file.path), startChild(file.path)])
}, 60_000)

afterEach(async () => {
  await Promise.all(children.map((child) => child.stop()))
  file.remove()
})

describe('two processes on one SQLite file', () => {
  test('migrate at once, and both end with the whole schema', async () => {
    const outcomes = await Promise.all(children.map((child) => child.tell({ order: 'migrate' })))
    expect(outcomes).toEqual([
      { current: 1, wanted: 1 },
      { current: 1, wanted: 1 },
    ])
    const { db, storage } = openSqlite(file.path)
    expect(await storage.passkeys.add(samplePasskey(), sampleTogether())).toBe('added')
    await db.destroy()
  })

  test('of two uses of one ceremony exactly one is recorded, 50 times over', async () => {
    const { db, storage } = openSqlite(file.path)
    await storage.schema?.migrate()
    await storage.passkeys.add(samplePasskey(), sampleTogether())
    for (let round = 0; round < 50; round++) {
      const order = { order: 'recordUse', spendId: `round-${round}` } as const
      const outcomes = await Promise.all(children.map((child) => child.tell(order)))
      expect(outcomes.sort()).toEqual(['already_spent', 'recorded'])
    }
    const found = await storage.passkeys.find(sampleRpId, samplePasskey().id)
    expect(found?.passkey.signInCount).toBe(50)
    await db.destroy()
  }, 60_000)
})

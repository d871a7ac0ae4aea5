import type { PasskeyStorage, SchemaTool } from '@latchkey/storage'
import { samplePasskey, sampleRpId, sampleTogether } from '@latchkey/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadPgAdapter, loadPrisma, sqliteAdapter } from '../../../../test-support/adapters/prisma-clients.js'
import { runMinified } from '../../../../test-support/bundles/minified.js'

interface Opened extends PasskeyStorage {
  readonly schema: SchemaTool
}

const program = `
  import { prismaStorage } from '@latchkey/prisma'
  import { PrismaPg } from '@prisma/adapter-pg'
  import { inMemory } from 'sqlite-adapter'
  import { PrismaClient as Postgres } from './generated/postgresql/client'
  import { PrismaClient as Sqlite } from './generated/sqlite/client'

  export const sqlite = prismaStorage(new Sqlite({ adapter: inMemory() }))
  export const postgres = prismaStorage(new Postgres({ adapter: new PrismaPg({}) }))
`

describe('prismaStorage in a bundle that was minified', () => {
  let storages: Readonly<Record<string, unknown>>

  beforeAll(async () => {
    const modules = {
      '@prisma/adapter-pg': loadPgAdapter(),
      'sqlite-adapter': { inMemory: () => sqliteAdapter(':memory:') },
      './generated/postgresql/client': await loadPrisma('postgresql'),
      './generated/sqlite/client': await loadPrisma('sqlite'),
    }
    storages = await runMinified({ program, beside: import.meta.url, modules })
  })

  const storageOf = (name: string) => storages[name] as Opened

  test('works', async () => {
    const storage = storageOf('sqlite')
    await storage.schema.migrate()
    expect(await storage.passkeys.add(samplePasskey(), sampleTogether())).toBe('added')
    expect((await storage.passkeys.find(sampleRpId, samplePasskey().id))?.passkey).toEqual(samplePasskey())
  })

  test('knows PostgreSQL from SQLite', () => {
    expect(storageOf('postgres').schema.sql()).toContain('bytea')
    expect(storageOf('sqlite').schema.sql()).toContain('text collate binary')
  })
})

import type { PasskeyStorage, SchemaTool } from '@latchkey/storage'
import { samplePasskey, sampleRpId, sampleTogether } from '@latchkey/testing'
import * as libsql from '@libsql/client'
import * as mysql2 from 'mysql2'
import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { runMinified } from '../../../../test-support/bundles/minified.js'

interface Opened extends PasskeyStorage {
  readonly schema: SchemaTool
}

const program = `
  import { drizzleStorage } from '@latchkey/drizzle'
  import { createClient } from '@libsql/client'
  import { drizzle as libsql } from 'drizzle-orm/libsql'
  import { drizzle as mysql2 } from 'drizzle-orm/mysql2'
  import { drizzle as nodePostgres } from 'drizzle-orm/node-postgres'
  import { createPool } from 'mysql2'
  import { Pool } from 'pg'

  export const sqlite = drizzleStorage(libsql(createClient({ url: ':memory:' })))
  export const postgres = drizzleStorage(nodePostgres({ client: new Pool() }))
  export const mysql = drizzleStorage(mysql2({ client: createPool({}) }))
`

describe('drizzleStorage in a bundle that was minified', () => {
  let storages: Readonly<Record<string, unknown>>

  beforeAll(async () => {
    storages = await runMinified({
      program,
      beside: import.meta.url,
      modules: { '@libsql/client': libsql, mysql2, pg },
    })
  })

  const storageOf = (name: string) => storages[name] as Opened

  test('works', async () => {
    const storage = storageOf('sqlite')
    await storage.schema.migrate()
    expect(await storage.passkeys.add(samplePasskey(), sampleTogether())).toBe('added')
    expect((await storage.passkeys.find(sampleRpId, samplePasskey().id))?.passkey).toEqual(samplePasskey())
  })

  test('knows PostgreSQL from MySQL', () => {
    expect(storageOf('postgres').schema.sql()).toContain('bytea')
    expect(storageOf('mysql').schema.sql()).toContain('engine = InnoDB')
  })
})

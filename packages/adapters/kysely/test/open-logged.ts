import { kyselyStorage, pglitePool } from '@latchkey/kysely'
import type { PasskeyStorage } from '@latchkey/storage'
import { type CompiledQuery, type Dialect, Kysely, MysqlDialect, PostgresDialect, SqliteDialect } from 'kysely'
import Libsql from 'libsql'
import { createPool } from 'mysql2'
import { openPglite } from '../../../../test-support/databases/open-pglite.js'
import { databases } from './databases.js'

export interface OpenLogged {
  readonly db: Kysely<unknown>
  readonly storage: PasskeyStorage
  /** What was sent, `begin` and `commit` included. */
  readonly logged: CompiledQuery[]
  close(): Promise<void>
}

export type DialectName = 'sqlite' | 'postgres' | 'mysql'

/** A migrated database of each dialect that is here, whose statements are logged. */
export const openLogged: readonly { readonly name: DialectName; open(): Promise<OpenLogged> }[] = [
  { name: 'sqlite', open: () => openDialect(new SqliteDialect({ database: new Libsql(':memory:') })) },
  { name: 'postgres', open: () => openDialect(new PostgresDialect({ pool: pglitePool(openPglite()) })) },
  ...databases
    .filter(({ name }) => name === 'MariaDB')
    .map(({ create }) => ({
      name: 'mysql' as const,
      open: async () => {
        const { address, remove } = await create()
        return openDialect(new MysqlDialect({ pool: createPool({ uri: address, connectionLimit: 2 }) }), remove)
      },
    })),
]

async function openDialect(dialect: Dialect, remove = async () => {}): Promise<OpenLogged> {
  const logged: CompiledQuery[] = []
  const db = new Kysely<unknown>({ dialect, log: ({ query }) => void logged.push(query) })
  const storage = kyselyStorage(db)
  await storage.schema?.migrate()
  const close = async () => {
    await db.destroy()
    await remove()
  }
  return { db, storage, logged, close }
}

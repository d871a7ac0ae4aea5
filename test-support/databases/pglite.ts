import { kyselyStorage, type Pglite, pglitePool } from '@latchkey/kysely'
import { Kysely, PostgresDialect } from 'kysely'
import { noCounts } from '../wire/wire-protocol.js'
import type { DatabaseKind, OpenDatabase, RunningDatabase } from './database-kind.js'
import { openPglite } from './open-pglite.js'

/** PostgreSQL in WebAssembly. It runs in the process and in memory, for development: it is counted, not measured. */
export const pglite: DatabaseKind = {
  name: 'PGlite',
  isRemote: false,
  inFlight: [],
  start: startPglite,
  open: () => openOn(openPglite()),
  openCounted: async () => {
    const counts = noCounts()
    const database = openPglite()
    const counted: Pglite = {
      close: () => database.close(),
      query: (text, parameters) => {
        counts.statements++
        return database.query(text, parameters)
      },
    }
    return { ...openOn(counted), counts, reset: () => void Object.assign(counts, noCounts()) }
  },
}

async function startPglite(): Promise<RunningDatabase> {
  const database = openPglite()
  const { rows } = await database.query<{ readonly server_version: string }>('show server_version')
  await database.close()
  return {
    version: rows[0]?.server_version.split(' ')[0] ?? '',
    commits: ['not synced'],
    create: async () => 'memory',
    stop: async () => {},
  }
}

function openOn(database: Pglite): OpenDatabase {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pglitePool(database) }) })
  return { db, storage: kyselyStorage(db), close: () => db.destroy() }
}

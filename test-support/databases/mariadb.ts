import { kyselyStorage } from '@latchkey/kysely'
import { Kysely, type LogEvent, MysqlDialect, sql } from 'kysely'
import { createPool } from 'mysql2'
import { startMariadb } from '../../scripts/databases/mariadb.js'
import { mysqlProtocol } from '../wire/mysql-protocol.js'
import type { DatabaseKind, OpenDatabase, RunningDatabase } from './database-kind.js'
import { openThroughProxy } from './open-through-proxy.js'
import { serverPlaces } from './server-places.js'

const mostInFlight = 8

/** MariaDB, by mysql2. */
export const mariadb: DatabaseKind = {
  name: 'MariaDB',
  isRemote: true,
  inFlight: [1, mostInFlight],
  start: startMariadbDatabase,
  open: openMariadb,
  openCounted: (address) => openThroughProxy(address, mysqlProtocol, openMariadb),
}

async function startMariadbDatabase(): Promise<RunningDatabase> {
  const server = await startMariadb()
  const { db, close } = openMariadb(server.url)
  const places = serverPlaces(db, server.url)
  const { rows } = await sql<{ readonly version: string }>`select version() as version`.execute(db)
  return {
    version: rows[0]?.version.split('-')[0] ?? '',
    commits: ['synced', 'not synced'],
    create: async (name, commits) => {
      const flush = sql.raw(commits === 'synced' ? '1' : '2')
      if (commits) await sql`set global innodb_flush_log_at_trx_commit = ${flush}`.execute(db)
      return places.create(name)
    },
    stop: async () => {
      await places.dropAll()
      await close()
      await server.stop()
    },
  }
}

function openMariadb(address: string, log?: (event: LogEvent) => void): OpenDatabase {
  const pool = createPool({ uri: address, connectionLimit: mostInFlight })
  const db = new Kysely<unknown>({ dialect: new MysqlDialect({ pool }), ...(log && { log }) })
  return { db, storage: kyselyStorage(db), close: () => db.destroy() }
}

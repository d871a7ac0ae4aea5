import { kyselyStorage } from '@latchkey/kysely'
import { type CompiledQuery, Kysely, type LogEvent, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { startPostgres } from '../../scripts/databases/postgres.js'
import { postgresProtocol } from '../wire/postgres-protocol.js'
import type { Commits, InspectedKind, OpenDatabase, RunningDatabase, TableBytes } from './database-kind.js'
import { openThroughProxy } from './open-through-proxy.js'
import { databaseOf, serverPlaces } from './server-places.js'

const mostInFlight = 8

/** PostgreSQL, by pg. */
export const postgres: InspectedKind = {
  name: 'PostgreSQL',
  isRemote: true,
  inFlight: [1, mostInFlight],
  start: startPostgresDatabase,
  open: openPostgres,
  openCounted: (address) => openThroughProxy(address, postgresProtocol, openPostgres),
  analyze: async (db) => {
    await sql`vacuum analyze`.execute(db)
    await sql`checkpoint`.execute(db)
  },
  scans,
  bytesOf,
}

async function startPostgresDatabase(): Promise<RunningDatabase> {
  const server = await startPostgres()
  const { db, close } = openPostgres(server.url)
  const places = serverPlaces(db, server.url)
  const { rows } = await sql<{ readonly server_version: string }>`show server_version`.execute(db)
  return {
    version: rows[0]?.server_version.split(' ')[0] ?? '',
    commits: await waysToCommit(db),
    create: async (name, commits) => {
      const address = await places.create(name)
      if (commits) await setCommits(db, name, commits)
      return address
    },
    stop: async () => {
      await places.dropAll()
      await close()
      await server.stop()
    },
  }
}

/** A server that was started with `fsync` off on its command line cannot change it. */
async function waysToCommit(db: Kysely<unknown>): Promise<readonly Commits[]> {
  const { rows } = await sql<{ readonly isFixed: boolean }>`
    select setting = 'off' and source = 'command line' as "isFixed" from pg_settings where name = 'fsync'`.execute(db)
  return rows[0]?.isFixed ? ['not synced'] : ['synced', 'not synced']
}

async function setCommits(db: Kysely<unknown>, name: string, commits: Commits): Promise<void> {
  if (commits === 'synced') {
    await sql`alter system set fsync = on`.execute(db)
    await sql`select pg_reload_conf()`.execute(db)
  }
  const synced = sql.raw(commits === 'synced' ? 'on' : 'off')
  await sql`alter database ${sql.id(databaseOf(name))} set synchronous_commit = ${synced}`.execute(db)
}

function openPostgres(address: string, log?: (event: LogEvent) => void): OpenDatabase {
  const pool = new pg.Pool({ connectionString: address, max: mostInFlight })
  // A server that stops ends the connections that are idle, also those that are just closing.
  pool.on('error', () => {})
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }), ...(log && { log }) })
  return { db, storage: kyselyStorage(db), close: () => db.destroy() }
}

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly Plans?: readonly PlanNode[]
}

/** A table of a few rows is read whole, whatever its indexes: so what is asked for is the plan where that costs a lot. */
async function scans(db: Kysely<unknown>, statement: CompiledQuery): Promise<readonly string[]> {
  return db.transaction().execute(async (transaction) => {
    await sql`set local enable_seqscan = off`.execute(transaction)
    const { rows } = await transaction.executeQuery<{ readonly 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }>({
      ...statement,
      sql: `explain (format json) ${statement.sql}`,
    })
    return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => scansBelow(Plan)))
  })
}

function scansBelow(node: PlanNode): readonly string[] {
  const below = (node.Plans ?? []).flatMap(scansBelow)
  return node['Node Type'] === 'Seq Scan' ? [`Seq Scan on ${node['Relation Name']}`, ...below] : below
}

async function bytesOf(db: Kysely<unknown>, table: string): Promise<TableBytes> {
  const { rows } = await sql<{ readonly rows: string; readonly indexes: string }>`
    select pg_table_size(${table}::regclass) as rows, pg_indexes_size(${table}::regclass) as indexes`.execute(db)
  const [sizes] = rows
  return { rows: Number(sizes?.rows), indexes: Number(sizes?.indexes) }
}

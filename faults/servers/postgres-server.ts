import { setTimeout as pause } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { startPostgres } from '../../scripts/databases/postgres.js'
import { openDatabase } from '../open-database.js'
import type { DatabaseServer } from './database-server.js'

export interface PostgresServer extends DatabaseServer {
  /** A connection of ours to the server, beside those of the app. */
  readonly db: Kysely<unknown>
  /** Ends it as a failure would, and starts it again; absent where the environment names a server. */
  readonly restart?: () => Promise<void>
}

/** @throws {NoServer} where there is none. */
export async function openPostgresServer(): Promise<PostgresServer> {
  const server = await startPostgres()
  const { db } = openDatabase({ address: server.url, name: 'server' })
  const made: string[] = []
  const drop = (database: string) => sql`drop database if exists ${sql.id(database)} with (force)`.execute(db)
  return {
    name: 'PostgreSQL',
    version: await readVersion(db),
    db,
    create: async (name) => {
      const database = `latchkey_faults_${name}`
      await drop(database)
      await sql`create database ${sql.id(database)}`.execute(db)
      made.push(database)
      const url = new URL(server.url)
      url.pathname = `/${database}`
      return url.href
    },
    forget: (processName) => whenNoSession(db, processName),
    stop: async () => {
      for (const database of made) await drop(database)
      await db.destroy()
      await server.stop()
    },
    ...(server.restart && { restart: server.restart }),
  }
}

async function readVersion(db: Kysely<unknown>): Promise<string> {
  const { rows } = await sql<{ readonly server_version: string }>`show server_version`.execute(db)
  return rows[0]?.server_version.split(' ')[0] ?? ''
}

/** A session outlives its client until it next reads or writes: it completes the statement that it runs. */
async function whenNoSession(db: Kysely<unknown>, processName: string): Promise<void> {
  for (;;) {
    const { rows } = await sql`select pid from pg_stat_activity where application_name = ${processName}`.execute(db)
    if (rows.length === 0) return
    await pause(5)
  }
}

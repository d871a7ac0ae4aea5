import { type Kysely, sql } from 'kysely'

export interface ServerPlaces {
  /** Creates an empty database, and replaces one from an earlier run. Returns its address. */
  create(name: string): Promise<string>
  /** Drops the databases that were created here. */
  dropAll(): Promise<void>
}

/** Databases on one server, which may be one that others use: their names say whose they are. */
export function serverPlaces(db: Kysely<unknown>, serverAddress: string): ServerPlaces {
  const made: string[] = []
  const drop = (database: string) => sql`drop database if exists ${sql.id(database)}`.execute(db)
  return {
    create: async (name) => {
      const database = databaseOf(name)
      await drop(database)
      await sql`create database ${sql.id(database)}`.execute(db)
      made.push(database)
      const url = new URL(serverAddress)
      url.pathname = `/${database}`
      return url.href
    },
    dropAll: async () => {
      for (const database of made) await drop(database)
    },
  }
}

/** The name of a place on its server. */
export function databaseOf(name: string): string {
  return `latchkey_bench_${name}`
}

import { type Kysely, sql } from 'kysely'

export interface ServerPlaces {
  /** Makes an empty database, in place of one that a run before may have left; its address. */
  create(name: string): Promise<string>
  /** Drops what was made here. */
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

/** What a place is called on its server. */
export function databaseOf(name: string): string {
  return `latchkey_bench_${name}`
}

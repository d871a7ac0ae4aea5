import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { kyselyStorage, sqlitePragmas } from '@latchkey/kysely'
import {
  type CompiledQuery,
  Kysely,
  type LogEvent,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteStatement,
  sql,
} from 'kysely'
import Libsql from 'libsql'
import { noCounts, type WireCounts } from '../wire/wire-protocol.js'
import type { Commits, InspectedKind, OpenDatabase, RunningDatabase, TableBytes } from './database-kind.js'

/** SQLite in a file, by libsql. It runs in the process: there are statements, and no wire. */
export const sqlite: InspectedKind = {
  name: 'SQLite',
  isRemote: false,
  inFlight: [1],
  start: startSqlite,
  open: (address, log) => openOn(openFile(address), log),
  openCounted: async (address) => {
    const counts = noCounts()
    const reset = () => void Object.assign(counts, noCounts())
    return { ...openOn(countStatements(openFile(address), counts)), counts, reset }
  },
  analyze: async (db) => void (await sql`analyze`.execute(db)),
  scans,
  bytesOf,
}

const synchronous = { synced: 'FULL', 'not synced': 'OFF' } as const satisfies Record<Commits, string>

async function startSqlite(): Promise<RunningDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  const database = new Libsql(':memory:')
  const [row] = database.prepare('select sqlite_version()').raw().all()
  database.close()
  return {
    version: String(row),
    commits: ['synced', 'not synced'],
    create: async (name, commits = 'synced') => {
      const address = pathToFileURL(join(folder, `${name}.db`))
      address.searchParams.set('synchronous', synchronous[commits])
      return address.href
    },
    stop: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

function openFile(address: string): SqliteDatabase {
  const url = new URL(address)
  const database = new Libsql(fileURLToPath(url))
  const setting = `synchronous = ${url.searchParams.get('synchronous')}`
  for (const pragma of [...sqlitePragmas, setting]) database.pragma(pragma)
  return database
}

function openOn(database: SqliteDatabase, log?: (event: LogEvent) => void): OpenDatabase {
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }), ...(log && { log }) })
  return { db, storage: kyselyStorage(db), close: () => db.destroy() }
}

/** Counts what is run, not what is prepared, so that a statement that is used again counts again. */
function countStatements(database: SqliteDatabase, counts: WireCounts): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare(text): SqliteStatement {
      const statement = database.prepare(text)
      const counted = <Parameters, Answer>(run: (parameters: Parameters) => Answer) => {
        return (parameters: Parameters) => {
          counts.statements++
          return run(parameters)
        }
      }
      return {
        reader: statement.reader,
        all: counted((parameters) => statement.all(parameters)),
        run: counted((parameters) => statement.run(parameters)),
        iterate: counted((parameters) => statement.iterate(parameters)),
      }
    },
  }
}

async function scans(db: Kysely<unknown>, statement: CompiledQuery): Promise<readonly string[]> {
  const { rows } = await db.executeQuery<{ readonly detail: string }>({
    ...statement,
    sql: `explain query plan ${statement.sql}`,
  })
  // What the statement was given is no table.
  return rows.map(({ detail }) => detail).filter((step) => /^SCAN (?!json_each |CONSTANT ROW)/.test(step))
}

async function bytesOf(db: Kysely<unknown>, table: string): Promise<TableBytes> {
  const { rows } = await sql<{ readonly type: string; readonly bytes: number }>`
    select schema.type as type, sum(page.pgsize) as bytes
    from sqlite_schema as schema join dbstat as page on page.name = schema.name
    where schema.tbl_name = ${table} group by schema.type`.execute(db)
  const bytes = (type: string) => Number(rows.find((row) => row.type === type)?.bytes ?? 0)
  return { rows: bytes('table'), indexes: bytes('index') }
}

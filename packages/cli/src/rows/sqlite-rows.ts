import { createRequire } from 'node:module'
import { join } from 'node:path'

/** The part of a driver that is used. It is the same in all three. */
interface SqliteFile {
  prepare(sql: string): { iterate(): IterableIterator<unknown> }
  close(): void
}

interface SqliteDriver {
  readonly module: string
  open(module: Drivers, path: string): SqliteFile
}

/** What the modules export: the first two a class, the third an object. */
interface Drivers {
  new (path: string, options: object): SqliteFile
  readonly DatabaseSync: new (path: string, options: object) => SqliteFile
}

/** The first that the app has installed is used. Node's own exists since Node 22. */
const drivers: readonly SqliteDriver[] = [
  { module: 'better-sqlite3', open: (Database, path) => new Database(path, { readonly: true }) },
  { module: 'libsql', open: (Database, path) => new Database(path, { readonly: true }) },
  { module: 'node:sqlite', open: ({ DatabaseSync }, path) => new DatabaseSync(path, { readOnly: true }) },
]

/** The rows of Better Auth's table `passkey`. The file is opened read-only. */
export function* sqliteRows(path: string): Generator<unknown> {
  const file = openSqlite(path)
  try {
    yield* file.prepare('select * from passkey').iterate()
  } finally {
    file.close()
  }
}

function openSqlite(path: string): SqliteFile {
  const found = drivers.map((driver) => ({ driver, module: load(driver.module) })).find(({ module }) => module)
  if (found?.module) return found.driver.open(found.module, path)
  const names = drivers.map(({ module }) => module).join(', ')
  throw new Error(`This is an SQLite database. Install one of ${names} to read it.`)
}

/** From the app's folder, else from the folder of the command; undefined when it is in neither. */
function load(name: string): Drivers | undefined {
  for (const from of [join(process.cwd(), 'package.json'), import.meta.url]) {
    try {
      return createRequire(from)(name)
    } catch (error) {
      if (!isAbsent(error)) throw error
    }
  }
  return undefined
}

function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'MODULE_NOT_FOUND' || code === 'ERR_UNKNOWN_BUILTIN_MODULE'
}

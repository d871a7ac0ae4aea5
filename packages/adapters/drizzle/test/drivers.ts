import { createRequire } from 'node:module'
import type { Database } from 'better-sqlite3'

const load = createRequire(import.meta.url)
const loadApart = createRequire(new URL('../../../../scripts/databases/package.json', import.meta.url))

/** What Drizzle exports. */
export interface DrizzleModules {
  readonly index: typeof import('drizzle-orm')
  readonly betterSqlite3: typeof import('drizzle-orm/better-sqlite3')
  readonly libsql: typeof import('drizzle-orm/libsql')
  readonly mysql2: typeof import('drizzle-orm/mysql2')
  readonly nodePostgres: typeof import('drizzle-orm/node-postgres')
  readonly pglite: typeof import('drizzle-orm/pglite')
}

const paths = {
  index: '',
  betterSqlite3: '/better-sqlite3',
  libsql: '/libsql',
  mysql2: '/mysql2',
  nodePostgres: '/node-postgres',
  pglite: '/pglite',
} as const satisfies Record<keyof DrizzleModules, string>

/** Its driver for better-sqlite3 finds that only where it is installed. */
export function loadDrizzle<Name extends keyof DrizzleModules>(name: Name): DrizzleModules[Name] {
  return (name === 'betterSqlite3' ? loadApart : load)(`drizzle-orm${paths[name]}`)
}

/** Installed by itself, because it is compiled; throws where it is not. */
export function loadBetterSqlite(): new (path: string) => Database {
  return loadApart('better-sqlite3')
}

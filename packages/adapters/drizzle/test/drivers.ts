import { createRequire } from 'node:module'
import type { Database } from 'better-sqlite3'

const load = createRequire(import.meta.url)
const loadApart = createRequire(new URL('../../../../scripts/databases/package.json', import.meta.url))

/** The two versions of Drizzle, by the names under which they are installed. */
export const versions = { '0.45': 'drizzle-orm', '1.0 rc': 'drizzle-orm-1' } as const

export type Version = keyof typeof versions

/** What Drizzle exports, of one version. The types are those of 0.45. */
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

export function loadDrizzle<Name extends keyof DrizzleModules>(version: Version, name: Name): DrizzleModules[Name] {
  const isApart = version !== '0.45' || name === 'betterSqlite3'
  return (isApart ? loadApart : load)(`${versions[version]}${paths[name]}`)
}

/** Installed by itself, because it compiles for a minute; throws where it is not. */
export function loadBetterSqlite(): new (path: string) => Database {
  return loadApart('better-sqlite3')
}

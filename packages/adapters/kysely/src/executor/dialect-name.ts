import type { DialectName } from '@latchkey/sql'
import type { DialectAdapter, Kysely } from 'kysely'

/** What the adapters of Kysely say that their databases can do: a minifier changes their names, and not that. */
const known: readonly { readonly dialect: DialectName; is(adapter: DialectAdapter): boolean }[] = [
  { dialect: 'postgres', is: ({ supportsReturning, supportsTransactionalDdl: ddl }) => supportsReturning && ddl },
  { dialect: 'sqlite', is: ({ supportsReturning, supportsTransactionalDdl: ddl }) => supportsReturning && !ddl },
  {
    dialect: 'mysql',
    is: ({ supportsReturning, supportsTransactionalDdl, supportsOutput }) =>
      !supportsReturning && !supportsTransactionalDdl && !supportsOutput,
  },
]

/** @throws {TypeError} for a kind of database that is not supported. */
export function dialectNameOf<HostTables>(db: Kysely<HostTables>): DialectName {
  const { adapter } = db.getExecutor()
  const found = known.find(({ is }) => is(adapter))
  if (found) return found.dialect
  throw new TypeError(
    'kyselyStorage knows PostgreSQL, MariaDB, MySQL and SQLite: pass a Kysely instance for one of them.',
  )
}

import type { Kysely } from 'kysely'

/** What is passed instead of a Kysely instance, how to recognize it, and what to write. The first match applies. */
const mistakes: readonly { readonly is: string; readonly members: readonly string[]; readonly write: string }[] = [
  { is: 'a dialect', members: ['createDriver', 'createAdapter'], write: withDialect('dialect') },
  {
    is: 'PGlite',
    members: ['query', 'waitReady'],
    write: withDialect('new PostgresDialect({ pool: pglitePool(db) })'),
  },
  { is: 'a pool of mysql2', members: ['getConnection', 'query'], write: withDialect('new MysqlDialect({ pool })') },
  { is: 'a connection of mysql2', members: ['execute', 'query'], write: withDialect('new MysqlDialect({ pool })') },
  { is: 'a pool or client of pg', members: ['connect', 'query'], write: withDialect('new PostgresDialect({ pool })') },
  { is: 'a SQLite database', members: ['prepare', 'pragma'], write: withDialect('new SqliteDialect({ database })') },
  {
    is: 'a database of node:sqlite',
    members: ['prepare', 'exec'],
    write: withDialect('new SqliteDialect({ database: nodeSqlite(database) })'),
  },
  { is: 'Postgres.js', members: ['unsafe', 'begin'], write: withDialect('a dialect of it') },
  { is: 'a Knex instance', members: ['raw', 'schema'], write: withDialect('a dialect of its driver') },
  { is: 'a Prisma client', members: ['$transaction', '$connect'], write: 'call prismaStorage(prisma) for it' },
  { is: 'a Drizzle database', members: ['$client'], write: 'call drizzleStorage(db) for it' },
  { is: 'a promise', members: ['then', 'catch'], write: 'await it first' },
]

/** @throws {TypeError} for a value that is not a Kysely instance; the message says how to create one. */
export function assertKysely<HostTables>(db: unknown): asserts db is Kysely<HostTables> {
  if (hasAll(db, ['getExecutor', 'selectFrom'])) return
  const mistake = mistakes.find(({ members }) => hasAll(db, members))
  const is =
    mistake?.is ?? (typeof db === 'object' && db !== null ? 'an object that is not a Kysely instance' : typeof db)
  throw new TypeError(`kyselyStorage was given ${is}; ${mistake?.write ?? withDialect('…')}.`)
}

function withDialect(dialect: string): string {
  return `pass new Kysely({ ${dialect === 'dialect' ? dialect : `dialect: ${dialect}`} })`
}

function hasAll(value: unknown, members: readonly string[]): boolean {
  const isAnything = (typeof value === 'object' && value !== null) || typeof value === 'function'
  return isAnything && members.every((name) => name in value)
}

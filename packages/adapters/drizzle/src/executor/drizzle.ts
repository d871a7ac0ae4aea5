import type { SQL } from 'drizzle-orm'

/** What Latchkey calls of a Drizzle database, or of a transaction of one. */
export interface Drizzle {
  readonly dialect?: unknown
  /** On SQLite: whether calls are done when they return. */
  readonly resultKind?: unknown
  /** What runs the statements. A transaction does not have it. */
  readonly $client?: unknown
  transaction<Answer>(work: (transaction: Drizzle) => Promise<Answer>, config?: object): Promise<Answer>
  /** A transaction has it. */
  rollback?(): never
  /** On PostgreSQL, MariaDB and MySQL. */
  execute?(statement: SQL): unknown
  /** On SQLite, as the following. */
  run?(statement: SQL): unknown
  all?(statement: SQL): unknown
  batch?(statements: readonly unknown[]): Promise<readonly unknown[]>
}

/** What is passed instead of a Drizzle database, how to recognize it, and what to write. The first match applies. */
const mistakes: readonly { readonly is: string; readonly members: readonly string[]; readonly write: string }[] = [
  { is: 'a Kysely instance', members: ['getExecutor', 'selectFrom'], write: 'call kyselyStorage(db) for it' },
  { is: 'a Prisma client', members: ['$transaction', '$connect'], write: 'call prismaStorage(prisma) for it' },
  { is: 'PGlite', members: ['query', 'waitReady'], write: 'pass drizzle({ client }) of drizzle-orm/pglite' },
  {
    is: 'a pool of mysql2',
    members: ['getConnection', 'query'],
    write: 'pass drizzle({ client: pool }) of drizzle-orm/mysql2',
  },
  {
    is: 'a pool or client of pg',
    members: ['connect', 'query'],
    write: 'pass drizzle({ client: pool }) of drizzle-orm/node-postgres',
  },
  {
    is: 'a SQLite database',
    members: ['prepare', 'exec'],
    write: 'pass drizzle({ client: database }) of drizzle-orm/better-sqlite3',
  },
  {
    is: 'a libsql client',
    members: ['execute', 'executeMultiple'],
    write: 'pass drizzle({ client }) of drizzle-orm/libsql',
  },
  { is: 'a promise', members: ['then', 'catch'], write: 'await it first' },
]

/** @throws {TypeError} for a value that is not a Drizzle database; the message says what to pass. */
export function assertDrizzle(db: unknown): asserts db is Drizzle {
  if (hasAll(db, ['transaction', 'select']) && (hasAll(db, ['execute']) || hasAll(db, ['run', 'all']))) return
  const mistake = mistakes.find(({ members }) => hasAll(db, members))
  const is =
    mistake?.is ?? (typeof db === 'object' && db !== null ? 'an object that is not a Drizzle database' : typeof db)
  throw new TypeError(`drizzleStorage was given ${is}; ${mistake?.write ?? 'pass what drizzle(…) returns'}.`)
}

/**
 * A pool has a connection for each transaction. On one connection, statements of other requests would become a part of
 * a transaction that is open, and lost with it.
 *
 * @throws {TypeError} for one connection of `pg` or `mysql2`.
 */
export function refuseOneConnection({ $client }: Drizzle): void {
  const isPg = hasAll($client, ['query', 'connectionParameters'])
  const isMysql = hasAll($client, ['query', 'beginTransaction']) && !hasAll($client, ['getConnection'])
  if (!isPg && !isMysql) return
  throw new TypeError(
    'drizzleStorage was given Drizzle over one connection, on which simultaneous transactions are one: pass drizzle({ client: pool }).',
  )
}

function hasAll(value: unknown, members: readonly string[]): boolean {
  const isAnything = (typeof value === 'object' && value !== null) || typeof value === 'function'
  return isAnything && members.every((name) => name in value)
}

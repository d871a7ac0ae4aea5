import { type DialectName, type SqlStorage, sqlStorage, type TableOptions } from '@latchkey/sql'
import { assertPrisma } from './executor/prisma.js'
import { prismaExecutor } from './executor/prisma-executor.js'

/** A generated client of Prisma, or a transaction of it. */
export interface PrismaClientLike {
  /** As in Prisma. */
  $transaction(...given: never[]): unknown
}

/** What `createUser` receives: the client of an interactive transaction. */
export type PrismaTransaction<Client extends PrismaClientLike> = Client extends {
  $transaction(work: (transaction: infer Own) => Promise<infer _Answer>): unknown
}
  ? Own
  : never

/** A storage in a database that Prisma supports. */
export interface PrismaStorage<Client extends PrismaClientLike> extends SqlStorage<PrismaTransaction<Client>> {}

/** Where the tables are, how their names begin, and the kind of database. */
export interface PrismaStorageOptions extends TableOptions {
  /**
   * The kind of database.
   *
   * @default the provider of your Prisma schema
   */
  readonly dialect?: Exclude<DialectName, 'mysql'>
}

const providers: ReadonlyMap<unknown, 'postgres' | 'sqlite'> = new Map([
  ['postgresql', 'postgres'],
  ['postgres', 'postgres'],
  ['sqlite', 'sqlite'],
])

/**
 * Stores passkeys in your app's own database, in tables that begin with `latchkey_`; `schema.migrate()` or `latchkey
 * migrate` creates them, and `schema.sql()` prints them for a migration of Prisma. They are not in your Prisma schema,
 * and your models are not touched. The statements are those of `@latchkey/sql`, sent as raw queries.
 *
 * Prisma 7 with driver adapters, on PostgreSQL and SQLite.
 *
 * `passkeys.add` passes `createUser` the client of the interactive transaction in which it runs: the user and the first
 * passkey are created together. A transaction may take 15 seconds.
 *
 * On SQLite Prisma has one connection, and every call that your app makes while a transaction is open is a part of it.
 * So each write of this storage is an interactive transaction, which waits for yours; let your own writes be such
 * transactions too.
 *
 * Given the client of a transaction that your app has begun, every verb is a part of it: a refusal undoes its own part
 * only, nothing is retried, and results hold once your app commits.
 *
 * ```ts
 * const adapter = new PrismaPg({ connectionString: process.env.DATABASE_URL })
 * const storage = prismaStorage(new PrismaClient({ adapter }))
 * await storage.schema.migrate()
 * ```
 *
 * Each verb rejects with a `SchemaError` if the tables are not of the version that it needs.
 *
 * @throws {TypeError} for a value that is not a Prisma 7 client, for another kind of database, and for a schema or prefix that
 * is not a plain identifier.
 */
export function prismaStorage<Client extends PrismaClientLike>(
  client: Client,
  options: PrismaStorageOptions = {},
): PrismaStorage<Client> {
  const prisma: unknown = client
  assertPrisma(prisma)
  const { dialect = providers.get(prisma._activeProvider), ...tables } = options
  if (dialect !== 'postgres' && dialect !== 'sqlite') {
    throw new TypeError('prismaStorage works on PostgreSQL and SQLite: name the dialect in the options if it is one.')
  }
  return sqlStorage(prismaExecutor(prisma, dialect), tables) as SqlStorage<unknown> as PrismaStorage<Client>
}

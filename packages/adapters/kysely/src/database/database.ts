import type { Kysely } from 'kysely'
import type { Query, SqlDialect } from '../dialects/dialect.js'
import { dialectOf } from '../dialects/dialect-of.js'
import { assertKysely } from './assert-kysely.js'
import { classNamesOf } from './class-names-of.js'
import { inSavepoint } from './in-savepoint.js'
import { Refusal } from './refusal.js'
import { runAgain } from './run-again.js'
import { scopeOf, TransactionScope } from './transaction-scope.js'

/** Your app's database, with the types of Latchkey's tables. */
export interface Database {
  readonly dialect: SqlDialect
  /** The instance itself, for what no verb does. */
  readonly query: Query
  /** Reads, while no change is in progress in the same transaction of your app. */
  read<Answer>(reading: (query: Query) => Promise<Answer>): Promise<Answer>
  /**
   * Runs the work in one transaction. A `Refusal` that is thrown undoes it and becomes the result; any other
   * rejection undoes it and passes through. If the database has undone it by itself (a deadlock, say), it is run
   * again, a few times; never if it is unknown whether it was committed.
   *
   * The first statement of the work must write or lock: SQLite takes the write lock with the first write, and refuses
   * it to a transaction that has read what another process has changed since. A transaction that locks an account and
   * passkeys of it locks the account first, so that no two wait for each other.
   */
  transact<Answer>(work: (transaction: OwnTransaction) => Promise<Answer>): Promise<Answer>
  /** The same for a change that is a single statement. */
  once<Answer>(statement: (query: Query) => Promise<Answer>): Promise<Answer>
}

export interface OwnTransaction {
  readonly query: Query
  /** The same transaction for your app, with its tables and plugins. */
  readonly hostTransaction: unknown
}

/** @throws {TypeError} if the instance is for another kind of database, or names a schema. */
export function openDatabase<HostTables>(host: Kysely<HostTables>): Database {
  assertKysely(host)
  refuseSchema(host)
  const dialect = dialectOf(host)
  const query = ownTables(host)
  const run = host.isTransaction ? withinTransaction(host, query) : byItself(host, query, dialect)
  return {
    dialect,
    query,
    read: run.read,
    once: run.once,
    transact: (work) =>
      run.transact(work).catch((error) => {
        if (error instanceof Refusal) return error.answer
        throw error
      }),
  }
}

type Runner = Pick<Database, 'read' | 'transact' | 'once'>

function byItself<HostTables>(host: Kysely<HostTables>, query: Query, { isRetryable }: SqlDialect): Runner {
  return {
    read: async (reading) => reading(query),
    once: (statement) => runAgain(isRetryable, () => statement(query)),
    transact: (work) =>
      runAgain(isRetryable, () =>
        host.transaction().execute((hostTransaction) => work({ query: ownTables(hostTransaction), hostTransaction })),
      ),
  }
}

/**
 * A transaction that your app has begun is retried by your app. `createUser` is called in the middle of a change, and
 * its calls to a storage of its own must not wait for the end of that change.
 */
function withinTransaction<HostTables>(host: Kysely<HostTables>, query: Query): Runner {
  const change = async <Answer>(work: (scope: TransactionScope) => Promise<Answer>) => {
    const scope = await scopeOf(host)
    return scope.inTurn(() => inSavepoint(query, scope.depth, () => work(scope)))
  }
  return {
    read: async (reading) => (await scopeOf(host)).inTurn(() => reading(query)),
    once: (statement) => change(() => statement(query)),
    transact: (work) =>
      change(({ depth }) => work({ query, hostTransaction: host.withPlugin(new TransactionScope(depth + 1)) })),
  }
}

/**
 * If it were silently dropped with the other plugins, the tables would be created, and looked up, in another schema.
 */
function refuseSchema<HostTables>(host: Kysely<HostTables>): void {
  const isSet = host.getExecutor().plugins.some((plugin) => classNamesOf(plugin).includes('WithSchemaPlugin'))
  if (!isSet) return
  throw new TypeError(
    'kyselyStorage follows no withSchema(): pass the instance without it, and let search_path of the connection, or its database, say where the tables are.',
  )
}

/**
 * Your app's types do not include Latchkey's tables, and its plugins (camel case, say) must not rename Latchkey's
 * columns.
 */
function ownTables<HostTables>(host: Kysely<HostTables>): Query {
  return host.withoutPlugins() as unknown as Query
}

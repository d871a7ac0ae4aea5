import type { Kysely } from 'kysely'
import type { Query, SqlDialect } from './dialects/dialect.js'
import { dialectOf } from './dialects/dialect-of.js'
import { inSavepoint } from './in-savepoint.js'
import { oneAfterTheOther } from './one-after-the-other.js'
import { Refusal } from './refusal.js'
import { runAgain } from './run-again.js'

/** The host's database, seen as our tables. */
export interface Database {
  readonly dialect: SqlDialect
  /** For reads. */
  readonly query: Query
  /**
   * Runs the work in one transaction. A `Refusal` that is thrown undoes it and becomes the answer; any other
   * rejection undoes it and passes through. Where the database has undone it by itself (a deadlock, say) it is run
   * once more, a few times; never when nobody knows whether it was committed.
   *
   * The first statement of the work must write or lock: SQLite takes the write lock with the first write, and refuses
   * it to a transaction that has read what another process has changed since. Whoever locks an account and passkeys
   * of it locks the account first, so that no two wait for each other.
   */
  transact<Answer>(work: (transaction: OwnTransaction) => Promise<Answer>): Promise<Answer>
  /** The same for a change that is one statement by itself. */
  once<Answer>(statement: (query: Query) => Promise<Answer>): Promise<Answer>
}

export interface OwnTransaction {
  readonly query: Query
  /** The same transaction as the host knows it, with the host's tables and plugins. */
  readonly hostTransaction: unknown
}

export function openDatabase<HostTables>(host: Kysely<HostTables>): Database {
  const dialect = dialectOf(host)
  const query = ownTables(host)
  const run = host.isTransaction ? withinTransaction(host, query) : byItself(host, query, dialect)
  return {
    dialect,
    query,
    once: run.once,
    transact: (work) =>
      run.transact(work).catch((error) => {
        if (error instanceof Refusal) return error.answer
        throw error
      }),
  }
}

type Runner = Pick<Database, 'transact' | 'once'>

function byItself<HostTables>(host: Kysely<HostTables>, query: Query, { isUndone }: SqlDialect): Runner {
  return {
    once: (statement) => runAgain(isUndone, () => statement(query)),
    transact: (work) =>
      runAgain(isUndone, () =>
        host.transaction().execute((hostTransaction) => work({ query: ownTables(hostTransaction), hostTransaction })),
      ),
  }
}

/** What the host has begun is the host's to begin again. Savepoints are a stack: simultaneous ones would undo each other. */
function withinTransaction<HostTables>(host: Kysely<HostTables>, query: Query): Runner {
  const inTurn = oneAfterTheOther()
  return {
    once: (statement) => inTurn(() => inSavepoint(query, () => statement(query))),
    transact: (work) => inTurn(() => inSavepoint(query, () => work({ query, hostTransaction: host }))),
  }
}

/** The host's types say nothing of our tables, and its plugins (camel case, say) must not rename our columns. */
function ownTables<HostTables>(host: Kysely<HostTables>): Query {
  return host.withoutPlugins() as unknown as Query
}

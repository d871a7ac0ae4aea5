import { oneTransactionAlone } from '../database/one-transaction-alone.js'
import type { BoundStatement, SqlExecutor, SqlResult, SqlTransaction, SqlValue } from '../database/sql-executor.js'

/** The part of a client of `@libsql/client` that is needed. */
export interface LibsqlClient<Transaction extends LibsqlTransaction = LibsqlTransaction> extends LibsqlQueries {
  /** As in `@libsql/client`. */
  transaction(mode: 'write'): Promise<Transaction>
}

/** The part of a transaction of `@libsql/client` that is needed. */
export interface LibsqlTransaction extends LibsqlQueries {
  /** As in `@libsql/client`. */
  commit(): Promise<void>
  /** As in `@libsql/client`. */
  close(): void
}

/** What a client and its transactions have in common. */
export interface LibsqlQueries {
  /** As in `@libsql/client`. */
  execute(statement: LibsqlStatement): Promise<LibsqlResult>
  /** As in `@libsql/client`. */
  batch(statements: LibsqlStatement[], mode?: 'write'): Promise<readonly LibsqlResult[]>
}

/** A statement as `@libsql/client` takes it. */
export interface LibsqlStatement {
  /** As in `@libsql/client`. */
  sql: string
  /** As in `@libsql/client`. */
  args: (string | bigint | null | Uint8Array)[]
}

/** The part of a result of `@libsql/client` that is needed. */
export interface LibsqlResult {
  /** As in `@libsql/client`. */
  readonly rows: readonly object[]
  /** As in `@libsql/client`. */
  readonly rowsAffected: number
}

/**
 * Runs statements on a client of `@libsql/client`. The tests run on a file. A change with its events is one batch, and so
 * one request to a server. `createUser` receives the transaction; meanwhile all other calls wait.
 *
 * ```ts
 * const storage = sqlStorage(libsqlClient(createClient({ url: 'file:app.db', timeout: 5000 })))
 * ```
 */
export function libsqlClient<Transaction extends LibsqlTransaction>(
  client: LibsqlClient<Transaction>,
): SqlExecutor<Transaction> {
  const run = runOn(client)
  const connection = oneTransactionAlone()
  return {
    dialect: 'sqlite',
    run: (text, values) => connection.beside(() => run(text, values)),
    batch: (statements) =>
      connection.beside(async () => (await client.batch(statements.map(toStatement), 'write')).map(toResult)),
    transaction: (work) => connection.alone(() => inTransaction(client, work)),
  }
}

function runOn(queries: LibsqlQueries): SqlTransaction['run'] {
  return async (text, values) => toResult(await queries.execute(toStatement({ text, values })))
}

/** What is closed without a commit is undone. */
async function inTransaction<Transaction extends LibsqlTransaction, Answer>(
  client: LibsqlClient<Transaction>,
  work: (own: SqlTransaction<Transaction>) => Promise<Answer>,
): Promise<Answer> {
  const host = await client.transaction('write')
  try {
    const batch = async (statements: readonly BoundStatement[]) =>
      (await host.batch(statements.map(toStatement))).map(toResult)
    const answer = await work({ run: runOn(host), batch, host })
    await host.commit()
    return answer
  } finally {
    host.close()
  }
}

function toStatement({ text, values }: BoundStatement): LibsqlStatement {
  return { sql: text, args: values.map(toArgument) }
}

/** Over HTTP a number is REAL, which a column of text stores as `7.0`. */
function toArgument(value: SqlValue): string | bigint | null | Uint8Array {
  return typeof value === 'number' ? BigInt(value) : value
}

function toResult({ rows, rowsAffected }: LibsqlResult): SqlResult {
  return { rows, changes: rows.length || rowsAffected }
}

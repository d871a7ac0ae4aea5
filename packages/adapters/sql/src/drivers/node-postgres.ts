import type { SqlExecutor, SqlResult, SqlValue } from '../database/sql-executor.js'

/** The part of a `Pool` of `pg` that is needed. */
export interface NodePostgresPool<Client extends NodePostgresClient = NodePostgresClient> {
  /** As in `pg`. */
  query(text: string, values: unknown[]): Promise<NodePostgresResult>
  /** As in `pg`. */
  connect(): Promise<Client>
}

/** The part of a client of such a pool that is needed. */
export interface NodePostgresClient {
  /** As in `pg`. */
  query(text: string, values?: unknown[]): Promise<NodePostgresResult>
  /** As in `pg`. */
  release(error?: boolean | Error): void
}

/** The part of a result of `pg` that is needed. */
export interface NodePostgresResult {
  /** As in `pg`. */
  readonly command: string
  /** As in `pg`. */
  readonly rowCount: number | null
  /** As in `pg`. */
  readonly rows: object[]
}

/**
 * Runs statements on a pool of `pg`. None is a named one, so that a pooler such as PgBouncer may be between. `createUser`
 * receives the client of the transaction.
 *
 * ```ts
 * const storage = sqlStorage(nodePostgres(new Pool({ connectionString: process.env.DATABASE_URL })))
 * ```
 */
export function nodePostgres<Client extends NodePostgresClient>(pool: NodePostgresPool<Client>): SqlExecutor<Client> {
  return {
    dialect: 'postgres',
    run: async (text, values) => toResult(await pool.query(text, [...values])),
    transaction: async (work) => {
      const client = await pool.connect()
      const own = { run: runOn(client), host: client }
      return inTransaction(client, () => work(own))
    },
  }
}

function runOn(client: NodePostgresClient) {
  return async (text: string, values: readonly SqlValue[]): Promise<SqlResult> =>
    toResult(await client.query(text, [...values]))
}

function toResult({ rows, rowCount }: NodePostgresResult): SqlResult {
  return { rows, changes: rowCount ?? rows.length }
}

/** A connection on which a transaction has not ended goes back to no other caller. */
async function inTransaction<Answer>(client: NodePostgresClient, work: () => Promise<Answer>): Promise<Answer> {
  try {
    await client.query('begin')
    const answer = await work()
    assertCommitted(await client.query('commit'))
    client.release()
    return answer
  } catch (error) {
    await client.query('rollback').then(
      () => client.release(),
      () => client.release(true),
    )
    throw error
  }
}

/** PostgreSQL says OK to the commit of a transaction in which a statement has failed, and says what it did instead. */
function assertCommitted({ command }: NodePostgresResult): void {
  if (command !== 'COMMIT') throw new Error('The transaction was not committed, because one of its statements failed.')
}

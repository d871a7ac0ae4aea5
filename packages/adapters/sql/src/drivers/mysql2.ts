import type { SqlExecutor, SqlResult, SqlValue, TransactionOptions } from '../database/sql-executor.js'

/** The part of a pool of `mysql2/promise` that is needed. */
export interface Mysql2Pool<Connection extends Mysql2Connection = Mysql2Connection> extends Mysql2Queries {
  /** As in `mysql2/promise`. */
  getConnection(): Promise<Connection>
}

/** The part of a connection of such a pool that is needed. */
export interface Mysql2Connection extends Mysql2Queries {
  /** As in `mysql2/promise`. */
  release(): void
  /** As in `mysql2/promise`. */
  destroy(): void
}

/** What a pool and its connections have in common. */
export interface Mysql2Queries {
  /** As in `mysql2/promise`. */
  query(sql: string, values?: unknown): Promise<[unknown, ...unknown[]]>
}

/**
 * Runs statements on a pool of `mysql2/promise`, for MariaDB and MySQL. `createUser` receives the connection of the
 * transaction.
 *
 * ```ts
 * const storage = sqlStorage(mysql2(createPool({ uri: process.env.DATABASE_URL })))
 * ```
 */
export function mysql2<Connection extends Mysql2Connection>(pool: Mysql2Pool<Connection>): SqlExecutor<Connection> {
  return {
    dialect: 'mysql',
    run: runOn(pool),
    transaction: async (work, options = {}) => {
      const connection = await pool.getConnection()
      const own = { run: runOn(connection), host: connection }
      return inTransaction(connection, options, () => work(own))
    },
  }
}

function runOn(queries: Mysql2Queries) {
  return async (text: string, values: readonly SqlValue[]): Promise<SqlResult> => {
    const [result] = await queries.query(text, values.map(toDriver))
    if (Array.isArray(result)) return { rows: result, changes: result.length }
    return { rows: [], changes: affectedBy(result) }
  }
}

/** The driver writes bytes as such for a Buffer only. */
function toDriver(value: SqlValue): unknown {
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value
}

function affectedBy(result: unknown): number {
  return typeof result === 'object' && result !== null && 'affectedRows' in result ? Number(result.affectedRows) : 0
}

/** A connection on which a transaction has not ended goes back to no other caller. */
async function inTransaction<Answer>(
  connection: Mysql2Connection,
  { isolation }: TransactionOptions,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    if (isolation) await connection.query(`set transaction isolation level ${isolation}`)
    await connection.query('start transaction')
    const answer = await work()
    await connection.query('commit')
    connection.release()
    return answer
  } catch (error) {
    await connection.query('rollback').then(
      () => connection.release(),
      () => connection.destroy(),
    )
    throw error
  }
}

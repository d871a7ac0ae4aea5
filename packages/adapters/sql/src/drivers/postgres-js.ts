import type { SqlExecutor, SqlResult, SqlValue } from '../database/sql-executor.js'

/** The part of what `postgres(…)` returns that is needed. */
export interface PostgresJs<Transaction extends PostgresJsQueries = PostgresJsQueries> extends PostgresJsQueries {
  /** As in Postgres.js. */
  begin(work: (transaction: Transaction) => Promise<unknown>): Promise<unknown>
  /** As in Postgres.js. */
  typed(value: string, type: number): unknown
  /** As in Postgres.js. */
  readonly options: { readonly transform: object }
}

/** What an instance and its transactions have in common. */
export interface PostgresJsQueries {
  /** As in Postgres.js. */
  unsafe(text: string, values?: unknown[]): PromiseLike<PostgresJsRows>
}

/** The part of a result of Postgres.js that is needed. */
export interface PostgresJsRows extends ReadonlyArray<unknown> {
  /** As in Postgres.js. */
  readonly count: number
}

/** The type `text` of PostgreSQL, in its own numbers. */
const text = 25

/**
 * Runs statements on an instance of Postgres.js. None is a named one, so that a pooler such as PgBouncer may be between.
 * `createUser` receives the transaction's own `sql`. If a query in it fails, nothing is stored, also where your app hides
 * the failure.
 *
 * ```ts
 * const storage = sqlStorage(postgresJs(postgres(process.env.DATABASE_URL)))
 * ```
 *
 * @throws {TypeError} for an instance whose `transform` changes columns, values or rows.
 */
export function postgresJs<Transaction extends PostgresJsQueries>(
  sql: PostgresJs<Transaction>,
): SqlExecutor<Transaction> {
  refuseTransform(sql.options.transform)
  const run = (queries: PostgresJsQueries) => async (statement: string, values: readonly SqlValue[]) =>
    toResult(await queries.unsafe(statement, values.map(bound)))
  // Left to itself it writes a text for a parameter of JSON as JSON, a second time.
  const bound = (value: SqlValue) => (typeof value === 'string' ? sql.typed(value, text) : value)
  return {
    dialect: 'postgres',
    run: run(sql),
    transaction: async <Answer>(work: (own: { run: ReturnType<typeof run>; host: Transaction }) => Promise<Answer>) => {
      const answers: Answer[] = []
      await sql.begin(async (transaction) => {
        answers.push(await work({ run: run(transaction), host: transaction }))
      })
      return answers[0] as Answer
    },
  }
}

function toResult(rows: PostgresJsRows): SqlResult {
  return { rows: [...rows] as object[], changes: rows.length || rows.count }
}

function refuseTransform(transform: PostgresJs['options']['transform']): void {
  const changes = Object.values(transform).some(
    (part) => typeof part === 'object' && part !== null && Boolean(Reflect.get(part, 'from')),
  )
  if (!changes) return
  throw new TypeError(
    'postgresJs was given an instance whose transform changes what is read: pass one without it, such as postgres(url).',
  )
}

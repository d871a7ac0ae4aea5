import { type Dialect, dialectOf } from '../dialects/dialect-of.js'
import type { TableNames } from '../schema/table-names.js'
import { Refusal } from './refusal.js'
import { runAgain } from './run-again.js'
import { assertRowsAreObjects, withSettingsChecked } from './settings.js'
import type { BoundStatement, SqlExecutor, SqlResult, SqlTransaction, TransactionOptions } from './sql-executor.js'
import { prepare, type Statement } from './statement.js'

/** The database as the verbs use it. */
export interface Database {
  readonly dialect: Dialect
  readonly tables: TableNames
  readonly isNested: boolean
  /** Whether `transact` is possible. */
  readonly hasTransactions: boolean
  /** Whether `together` runs one batch, in which no step is looked at before the next. */
  readonly hasBatches: boolean
  /** Builds the text of a statement. */
  prepare(source: string): Statement
  /** A read that locks can be undone by the database as well, and is run again then. */
  read<Row>(statement: BoundStatement): Promise<readonly Row[]>
  /** Makes a change that is one statement. If the database has undone it by itself, it is run again, a few times. */
  once(statement: BoundStatement): Promise<SqlResult>
  /**
   * Makes the changes together, or none of them: undefined if a step has not changed as much as it must. In a batch the
   * statements themselves see to that. `host` is what `hostBatch` has returned.
   */
  together(steps: readonly Step[], host?: unknown): Promise<readonly SqlResult[] | undefined>
  /** Where `createUser` cannot get a transaction: what collects the statements of your app for one batch. */
  readonly hostBatch: (() => unknown) | undefined
  /**
   * Runs the work in one transaction. A `Refusal` that is thrown undoes it and becomes the result; any other rejection
   * undoes it and passes through. If the database has undone it by itself (a deadlock, say), it is run again, a few
   * times; never if it is unknown whether it was committed.
   *
   * The first statement of the work must write or lock: SQLite refuses a later write to a transaction that has read
   * what another process has changed since.
   */
  transact<Answer>(
    work: (transaction: OwnTransaction) => Promise<Answer>,
    options?: TransactionOptions,
  ): Promise<Answer>
}

export interface OwnTransaction {
  read<Row>(statement: BoundStatement): Promise<readonly Row[]>
  run(statement: BoundStatement): Promise<SqlResult>
  /** Makes the changes; throws a refusal with this result if a step has not changed as much as it must. */
  runAll(steps: readonly Step[], refused: unknown): Promise<readonly SqlResult[]>
  /** For your app, with its tables. */
  readonly host: unknown
}

/** One statement of several that belong together. */
export interface Step extends BoundStatement {
  /** The number of rows that it changes at least; if it changes fewer, nothing of all happens. */
  readonly must?: number
  /** It returns no row; if it returns one, nothing of all happens. */
  readonly mustFindNone?: true
  /** If the key of this index is taken, the statement alone is left out. */
  readonly skipsDuplicateOf?: string
}

export function openDatabase(given: SqlExecutor, tables: TableNames): Database {
  const dialect = dialectOf(given)
  const executor = withSettingsChecked(given)
  const isNested = executor.isNested === true
  const attempt = <Answer>(work: () => Promise<Answer>) => (isNested ? work() : runAgain(dialect.isRetryable, work))
  const transact = inTransactions(executor, dialect)
  return {
    dialect,
    tables,
    isNested,
    hasTransactions: executor.transaction !== undefined,
    hasBatches: executor.batch !== undefined,
    prepare: (source) => prepare(dialect, source),
    read: async <Row>({ text, values }: BoundStatement) => rowsOf<Row>(await attempt(() => executor.run(text, values))),
    once: ({ text, values }) =>
      isNested ? transact(({ run }) => run({ text, values })) : attempt(() => executor.run(text, values)),
    together: (steps, host) => attempt(() => runTogether(executor, transact, { steps, host })),
    hostBatch: executor.transaction === undefined ? executor.hostBatch : undefined,
    transact: (work, options) => attempt(() => transact(work, options)),
  }
}

interface Together {
  readonly steps: readonly Step[]
  readonly host: unknown
}

async function runTogether(
  executor: SqlExecutor,
  transact: Database['transact'],
  { steps, host }: Together,
): Promise<readonly SqlResult[] | undefined> {
  if (executor.batch === undefined) return transact(({ runAll }) => runAll(steps, undefined))
  const results = await (host === undefined ? executor.batch(steps) : executor.batch(steps, host))
  return steps.every((step, at) => isDone(step, results[at])) ? results : undefined
}

function inTransactions(executor: SqlExecutor, dialect: Dialect): Database['transact'] {
  return async <Answer>(work: (own: OwnTransaction) => Promise<Answer>, options?: TransactionOptions) => {
    if (executor.transaction === undefined) {
      throw new TypeError('This executor has neither transactions nor hostBatch: createUser needs one of them.')
    }
    try {
      return await executor.transaction((transaction) => work(ownTransaction(transaction, dialect)), options)
    } catch (error) {
      if (error instanceof Refusal) return error.answer as Answer
      throw error
    }
  }
}

function ownTransaction(transaction: SqlTransaction, dialect: Dialect): OwnTransaction {
  return {
    read: async <Row>({ text, values }: BoundStatement) => rowsOf<Row>(await transaction.run(text, values)),
    run: ({ text, values }) => transaction.run(text, values),
    runAll: (steps, refused) => runAll(transaction, dialect, { steps, refused }),
    host: transaction.host,
  }
}

interface Running {
  readonly steps: readonly Step[]
  readonly refused: unknown
}

async function runAll(
  transaction: SqlTransaction,
  dialect: Dialect,
  { steps, refused }: Running,
): Promise<readonly SqlResult[]> {
  const results: SqlResult[] = [...((await transaction.batch?.(steps)) ?? [])]
  for (const [at, step] of steps.entries()) {
    results[at] ??= await runStep(transaction, dialect, step)
    if (!isDone(step, results[at])) throw new Refusal(refused)
  }
  return results
}

async function runStep(transaction: SqlTransaction, dialect: Dialect, step: Step): Promise<SqlResult> {
  try {
    return await transaction.run(step.text, step.values)
  } catch (error) {
    const index = step.skipsDuplicateOf
    if (index === undefined || !dialect.isUniqueViolation(error, index)) throw error
    return { rows: [], changes: 0 }
  }
}

function isDone({ must = 0, mustFindNone }: Step, result: SqlResult | undefined): boolean {
  if (result === undefined) return false
  return result.changes >= must && !(mustFindNone === true && result.rows.length > 0)
}

function rowsOf<Row>({ rows }: SqlResult): readonly Row[] {
  assertRowsAreObjects(rows)
  return rows as readonly Row[]
}

import type { BoundStatement, SqlExecutor, SqlResult, SqlTransaction, SqlValue } from '../database/sql-executor.js'

/** A SQLite database whose calls are done when they return. */
export interface SyncSqlite<Host> {
  /** Prepares the statement, and runs it with these values whenever it is called. */
  prepare(text: string): (values: readonly SqlValue[]) => SqlResult
  /** What `createUser` receives. */
  readonly host: Host
}

/**
 * An executor on one connection. A batch is one call, so that nothing comes between its statements. While a transaction
 * is open, which `createUser` may keep open for long, all other calls wait.
 */
export function syncSqlite<Host>({ prepare, host }: SyncSqlite<Host>): SqlExecutor<Host> {
  const run = preparedOnce(prepare)
  const batch = (statements: readonly BoundStatement[]) => statements.map(({ text, values }) => run(text, values))
  const transaction: SqlTransaction<Host> = {
    run: async (text, values) => run(text, values),
    batch: async (statements) => batch(statements),
    host,
  }
  const connection = oneTransaction()
  return {
    dialect: 'sqlite',
    run: async (text, values) => {
      while (connection.open) await connection.open
      return run(text, values)
    },
    batch: async (statements) => {
      while (connection.open) await connection.open
      run(begin, [])
      return finish(run, () => batch(statements))
    },
    transaction: (work) =>
      connection.alone(async () => {
        run(begin, [])
        const answer = await work(transaction).catch((error: unknown) => {
          undo(run)
          throw error
        })
        return finish(run, () => answer)
      }),
  }
}

type Run = (text: string, values: readonly SqlValue[]) => SqlResult

function preparedOnce(prepare: SyncSqlite<unknown>['prepare']): Run {
  const prepared = new Map<string, ReturnType<typeof prepare>>()
  return (text, values) => {
    const statement = prepared.get(text) ?? prepare(text)
    prepared.set(text, statement)
    return statement(values)
  }
}

/** It takes the lock now: later it would be refused to a transaction that has read what another process has changed. */
const begin = 'begin immediate'

function finish<Answer>(run: Run, work: () => Answer): Answer {
  try {
    const answer = work()
    run('commit', [])
    return answer
  } catch (error) {
    undo(run)
    throw error
  }
}

/** Some errors have ended the transaction already: the first error reports that. */
function undo(run: Run): void {
  try {
    run('rollback', [])
  } catch {}
}

/** One transaction at a time: `open` ends with it. A call that has waited looks again, because others have waited too. */
function oneTransaction() {
  const connection = {
    open: undefined as Promise<unknown> | undefined,
    alone: async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
      while (connection.open) await connection.open
      const answer = work().finally(() => {
        connection.open = undefined
      })
      connection.open = answer.catch(() => {})
      return answer
    },
  }
  return connection
}

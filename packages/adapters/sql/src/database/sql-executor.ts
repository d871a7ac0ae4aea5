/** What a statement is given for a placeholder. */
export type SqlValue = string | number | null | Uint8Array

/** A statement with its values, in the order of its placeholders: `$1`, `$2` on PostgreSQL, `?` elsewhere. */
export interface BoundStatement {
  readonly text: string
  readonly values: readonly SqlValue[]
}

/** What a statement has done. */
export interface SqlResult {
  /** What it returns, with the names of the columns; empty if it returns nothing. */
  readonly rows: readonly object[]
  /** How many rows it has inserted, changed or deleted; of one that returns rows, their number. */
  readonly changes: number
}

/** The kind of database, by its dialect of SQL. MariaDB and MySQL are one. */
export type DialectName = 'sqlite' | 'postgres' | 'mysql'

/**
 * How statements reach a database: all that Latchkey needs of a driver, or of the library that your app uses. It has
 * `transaction`, or `batch`, or both. The texts never change, so an executor may prepare each of them once.
 *
 * Errors of the driver pass through unchanged: their codes decide whether a key is taken, or a change is run again.
 */
export interface SqlExecutor<HostTransaction = unknown> {
  readonly dialect: DialectName

  /** Runs one statement, outside of any transaction. */
  run(text: string, values: readonly SqlValue[]): Promise<SqlResult>

  /**
   * Runs the statements in one transaction, in order and with nothing of this connection between them. If one fails,
   * none has happened. For SQLite and PostgreSQL, whose transactions must read what others have committed before each
   * statement. After them it runs what `host` contains, if it is given, in the same transaction; the results are those
   * of `statements`.
   */
  batch?(statements: readonly BoundStatement[], host?: HostTransaction): Promise<readonly SqlResult[]>

  /**
   * Where there is no `transaction`: what `createUser` receives, with nothing in it. Your app adds its statements, and
   * `batch` receives it. Without this, and without `transaction`, the storage does not call `createUser`.
   */
  hostBatch?(): HostTransaction

  /**
   * Runs the work in one transaction, which is undone if the work rejects, and the rejection passes through. Rejects if
   * the commit has not stored everything.
   */
  transaction?<Answer>(
    work: (transaction: SqlTransaction<HostTransaction>) => Promise<Answer>,
    options?: TransactionOptions,
  ): Promise<Answer>

  /**
   * True if all of this is part of a transaction that your app has begun: its `transaction` is a savepoint, and nothing
   * is run again.
   */
  readonly isNested?: boolean
}

/** How a transaction differs from those that the connection begins by itself. */
export interface TransactionOptions {
  /**
   * Reads see what was committed before each statement, and locks are few. Asked for on MariaDB and MySQL only.
   *
   * @default the database's own level
   */
  readonly isolation?: 'read committed'
}

/** A transaction in which statements run. */
export interface SqlTransaction<HostTransaction = unknown> {
  /** Runs one statement in it. */
  run(text: string, values: readonly SqlValue[]): Promise<SqlResult>
  /** The same with nothing of this connection between the statements. Needed where the executor has `batch`. */
  batch?(statements: readonly BoundStatement[]): Promise<readonly SqlResult[]>
  /** The transaction as your app knows it: what `createUser` receives. */
  readonly host: HostTransaction
}

/** All differences between the databases are here, in the forms of verbs that have one for each, and nowhere else. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres' | 'mysql'
  placeholder(position: number): string

  /** Types of columns. Text is compared by bytes. */
  readonly types: ColumnTypes

  // Parts of statements.

  /** Being one of a list of texts, which is a value of this name. */
  among(list: string): string
  /** The text followed by another. */
  concat(text: string, behind: string): string
  /** A value as a whole number, where its type does not follow from what is around it. */
  integer(value: string): string
  /** After an insert or an upsert: the row that it changes. Where a statement cannot return it, nothing. */
  readonly returning: string
  /** After an insert: if a key is taken, nothing is inserted. Where there is none, the statement fails. */
  readonly orNothing: string
  /** After an insert: if the key is taken, the row is changed instead, as the assignments that follow say. */
  orUpdate(key: string): string
  /** Behind the table of such an insert. */
  readonly asStored: string
  /** A column of the existing row, in an assignment of such an insert. */
  stored(column: string): string
  /** A column of the row that was to be inserted. */
  excluded(column: string): string
  /** At the end of a subquery: no other transaction changes the row that it finds until this one ends. */
  readonly shareLock: string
  /** Between the columns of a select without a table and its condition. */
  readonly fromNothing: string
  /** A column whose name is a word of the language. */
  readonly key: string
  /**
   * Whether the statement before, in one batch, has changed a row. Where the statements of a transaction are run one by
   * one, the caller checks that, and this holds.
   */
  readonly ifChanged: string

  // Errors of drivers.

  /** Whether an error means that the transaction was undone and may be run again. */
  isRetryable(error: unknown): boolean
  /** Whether an error means that a key is taken; of a certain index, if one is named. */
  isUniqueViolation(error: unknown, index?: string): boolean
  /** Whether an error means that a table or a column does not exist. */
  isMissing(error: unknown): boolean

  readonly schema: SchemaDialect
}

export interface ColumnTypes {
  text(mostCharacters: number): string
  /** ASCII only, so that four times as many characters fit into an index. */
  ascii(mostCharacters: number): string
  readonly json: string
  /** Whole numbers up to 2⁵³. */
  readonly number: string
  readonly bytes: string
}

export interface SchemaDialect {
  /** Whether a transaction that fails removes the tables that it has created. */
  readonly isTransactional: boolean
  /** In the statement that creates an index, if the migration runs it. */
  readonly indexIfNotExists: string
  /**
   * The printed statement, which creates an index or a column only if none of that name exists. SQLite has no such
   * syntax for a column.
   */
  unlessThere(statement: string): string
  /** The text after the columns of a table. */
  readonly tableOptions: string
  /** Whether every index ends with the primary key implicitly; spelled out, the key would not fit into it. */
  readonly indexesEndWithKey: boolean
  /** Statements that make other processes wait with their migration: until the end of the transaction, or `unlock`. */
  readonly lock?: { readonly lock: string; readonly unlock?: string }
  /** Whether an error means that what a statement creates exists already. */
  isAlreadyExists(error: unknown): boolean
}

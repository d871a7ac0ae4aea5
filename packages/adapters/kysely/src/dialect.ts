import { type InsertQueryBuilder, type Kysely, type RawBuilder, SqliteAdapter, sql } from 'kysely'

/** What differs between the databases, and stands nowhere else. */
export interface SqlDialect {
  readonly columns: ColumnTypes
  /** Makes an insert skip the rows whose key is taken; the rows affected are those that were kept. */
  skipTaken<Tables, Table extends keyof Tables, Row>(
    insert: InsertQueryBuilder<Tables, Table, Row>,
  ): InsertQueryBuilder<Tables, Table, Row>
}

/** Types of columns. Texts are compared by bytes. */
export interface ColumnTypes {
  text(mostCharacters: number): RawBuilder<unknown>
  readonly json: RawBuilder<unknown>
  /** Whole numbers to 2⁵³. */
  readonly number: RawBuilder<unknown>
  readonly bytes: RawBuilder<unknown>
}

/** The column types of SQLite set no lengths; `refuseUnfit` does. */
const sqlite: SqlDialect = {
  columns: {
    text: () => sql`text collate binary`,
    json: sql`text`,
    number: sql`integer`,
    bytes: sql`blob`,
  },
  skipTaken: (insert) => insert.onConflict((conflict) => conflict.doNothing()),
}

/** @throws {TypeError} when the database is of a kind whose SQL this adapter does not know. */
export function dialectOf<HostTables>(db: Kysely<HostTables>): SqlDialect {
  if (db.getExecutor().adapter instanceof SqliteAdapter) return sqlite
  throw new TypeError('kyselyStorage knows SQLite: pass a Kysely instance with a dialect of SQLite.')
}

export { oneTransactionAlone } from './database/one-transaction-alone.js'
export { serialize } from './database/serialize.js'
export type {
  BoundStatement,
  DialectName,
  SqlExecutor,
  SqlResult,
  SqlTransaction,
  SqlValue,
  TransactionOptions,
} from './database/sql-executor.js'
export { type BetterSqlite3Database, type BetterSqlite3Statement, betterSqlite3 } from './drivers/better-sqlite3.js'
export {
  type LibsqlClient,
  type LibsqlQueries,
  type LibsqlResult,
  type LibsqlStatement,
  type LibsqlTransaction,
  libsqlClient,
} from './drivers/libsql-client.js'
export { type Mysql2Connection, type Mysql2Pool, type Mysql2Queries, mysql2 } from './drivers/mysql2.js'
export {
  type NodePostgresClient,
  type NodePostgresPool,
  type NodePostgresResult,
  nodePostgres,
} from './drivers/node-postgres.js'
export { type NodeSqliteDatabase, type NodeSqliteStatement, nodeSqlite } from './drivers/node-sqlite.js'
export { type Pglite, type PgliteQueries, pglite } from './drivers/pglite.js'
export { type PostgresJs, type PostgresJsQueries, type PostgresJsRows, postgresJs } from './drivers/postgres-js.js'
export { type SyncSqlite, syncSqlite } from './drivers/sync-sqlite.js'
export { SchemaError } from './schema/schema-error.js'
export type { TableOptions } from './schema/table-names.js'
export { type SqlStorage, sqlStorage } from './sql-storage.js'

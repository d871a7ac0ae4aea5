import { type SqlStorage, sqlStorage } from '@latchkey/sql'
import type { D1Database, D1Statement } from './d1-database.js'
import { d1Executor } from './d1-executor.js'

/** How the names of the tables begin. */
export interface D1Options {
  /**
   * What the names of tables and indexes begin with.
   *
   * @default `latchkey_`
   */
  readonly prefix?: string
}

/**
 * Stores passkeys in Cloudflare D1, in tables that begin with `latchkey_`; `latchkey migrate --sql` prints what a file
 * for `wrangler d1 migrations apply` holds. A change and its events are one batch.
 *
 * Pass the binding itself, or a session that begins with `first-primary`: a replica may not have the latest changes.
 *
 * ```ts
 * const storage = d1Storage(env.DB)
 * ```
 *
 * @throws {TypeError} for a prefix that is not a plain identifier.
 */
export function d1Storage<Statement extends D1Statement>(
  database: D1Database<Statement>,
  { prefix }: D1Options = {},
): SqlStorage<Statement[]> {
  return sqlStorage(d1Executor(database), prefix === undefined ? {} : { prefix })
}

import type { Kysely } from 'kysely'
import { dialectOf, type SqlDialect } from './dialect.js'
import type { LatchkeyTables } from './tables.js'

/** The host's database, seen as our tables. */
export interface Database {
  readonly dialect: SqlDialect
  /** For reads, and for changes that are one statement. */
  readonly query: Kysely<LatchkeyTables>
  /**
   * Runs the work in one transaction. A `Refusal` that is thrown undoes it and becomes the answer; any other
   * rejection undoes it and passes through.
   *
   * The first statement of the work must write: SQLite takes the write lock with the first write, and refuses it to
   * a transaction that has read what another process has changed since.
   */
  transact<Answer>(work: (transaction: OwnTransaction) => Promise<Answer>): Promise<Answer>
}

export interface OwnTransaction {
  readonly query: Kysely<LatchkeyTables>
  /** The same transaction as the host knows it, with the host's tables and plugins. */
  readonly hostTransaction: unknown
}

/** Thrown in a transaction: undo everything, and answer this. */
export class Refusal<Answer> extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super('The change was refused and undone.')
    this.name = 'Refusal'
    this.answer = answer
  }
}

export function openDatabase<HostTables>(host: Kysely<HostTables>): Database {
  return {
    dialect: dialectOf(host),
    query: ownTables(host),
    transact: async (work) => {
      try {
        return await host
          .transaction()
          .execute((hostTransaction) => work({ query: ownTables(hostTransaction), hostTransaction }))
      } catch (error) {
        if (error instanceof Refusal) return error.answer
        throw error
      }
    },
  }
}

/** The host's types say nothing of our tables, and its plugins (camel case, say) must not rename our columns. */
function ownTables<HostTables>(host: Kysely<HostTables>): Kysely<LatchkeyTables> {
  return host.withoutPlugins() as unknown as Kysely<LatchkeyTables>
}

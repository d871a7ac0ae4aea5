import { type Kysely, sql } from 'kysely'
import type { SqlDialect } from './dialects/dialect.js'
import { dialectOf } from './dialects/dialect-of.js'
import type { LatchkeyTables } from './tables.js'

/** The host's database, seen as our tables. */
export interface Database {
  readonly dialect: SqlDialect
  /** For reads, and for changes that are one statement. */
  readonly query: Kysely<LatchkeyTables>
  /**
   * Runs the work in one transaction. A `Refusal` that is thrown undoes it and becomes the answer; any other
   * rejection undoes it and passes through. Where the database has undone it by itself (a deadlock, say) it is run
   * once more, a few times; never when nobody knows whether it was committed.
   *
   * The first statement of the work must write or lock: SQLite takes the write lock with the first write, and refuses
   * it to a transaction that has read what another process has changed since.
   */
  transact<Answer>(work: (transaction: OwnTransaction) => Promise<Answer>): Promise<Answer>
  /** The same for a change that is one statement by itself. */
  once<Answer>(statement: (query: Kysely<LatchkeyTables>) => Promise<Answer>): Promise<Answer>
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

const mostAttempts = 10
const longestPauseMs = 20

export function openDatabase<HostTables>(host: Kysely<HostTables>): Database {
  const dialect = dialectOf(host)
  const query = ownTables(host)

  async function run<Answer>(work: (transaction: OwnTransaction) => Promise<Answer>): Promise<Answer> {
    if (host.isTransaction) return inSavepoint(query, () => work({ query, hostTransaction: host }))
    return host.transaction().execute((hostTransaction) => work({ query: ownTables(hostTransaction), hostTransaction }))
  }

  async function whileUndone<Answer>(attempt: () => Promise<Answer>): Promise<Answer> {
    for (let attempts = 1; ; attempts++) {
      try {
        return await attempt()
      } catch (error) {
        // What the host has begun is the host's to begin again.
        if (host.isTransaction || attempts === mostAttempts || !dialect.isUndone(error)) throw error
      }
      await pause(attempts * longestPauseMs * Math.random())
    }
  }

  return {
    dialect,
    query,
    transact: async (work) => {
      try {
        return await whileUndone(() => run(work))
      } catch (error) {
        if (error instanceof Refusal) return error.answer
        throw error
      }
    },
    once: (statement) =>
      whileUndone(() => (host.isTransaction ? inSavepoint(query, () => statement(query)) : statement(query))),
  }
}

/** Undone by itself, the host's transaction goes on. */
async function inSavepoint<Answer>(query: Kysely<LatchkeyTables>, work: () => Promise<Answer>): Promise<Answer> {
  await sql`savepoint latchkey`.execute(query)
  try {
    const answer = await work()
    await sql`release savepoint latchkey`.execute(query)
    return answer
  } catch (error) {
    await sql`rollback to savepoint latchkey`.execute(query)
    throw error
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** The host's types say nothing of our tables, and its plugins (camel case, say) must not rename our columns. */
function ownTables<HostTables>(host: Kysely<HostTables>): Kysely<LatchkeyTables> {
  return host.withoutPlugins() as unknown as Kysely<LatchkeyTables>
}

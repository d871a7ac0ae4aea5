import { type DialectName, type SqlExecutor, serialize } from '@latchkey/sql'
import type { Drizzle } from './drizzle.js'
import { inTransaction } from './in-transaction.js'
import { libsqlExecutor } from './libsql-executor.js'
import { runOn } from './run-on.js'
import { syncExecutor } from './sync-executor.js'

/** Runs statements through your app's Drizzle, and so on its connections and in its transactions. */
export function drizzleExecutor(db: Drizzle, dialect: DialectName): SqlExecutor<Drizzle> {
  if (db.rollback) return withinTransaction(db, dialect)
  if (dialect !== 'sqlite') return onServer(db, dialect)
  return db.resultKind === 'sync' ? syncExecutor(db) : libsqlExecutor(db)
}

function onServer(db: Drizzle, dialect: DialectName): SqlExecutor<Drizzle> {
  return {
    dialect,
    run: runOn(db, dialect),
    transaction: (work, { isolation } = {}) =>
      inTransaction(
        db,
        (own) => work({ run: runOn(own, dialect), host: own }),
        isolation && { isolationLevel: isolation },
      ),
  }
}

/** Savepoints are a stack: simultaneous ones of one transaction would undo each other. */
const turns = new WeakMap<Drizzle, ReturnType<typeof serialize>>()

/**
 * A transaction that your app has begun.
 *
 * @throws {TypeError} for one of better-sqlite3, which ends before the first verb does.
 */
function withinTransaction(db: Drizzle, dialect: DialectName): SqlExecutor<Drizzle> {
  if (db.resultKind === 'sync') {
    throw new TypeError(
      'drizzleStorage takes no transaction of better-sqlite3: it ends as soon as its callback waits. Pass the database, and create your rows in createUser.',
    )
  }
  const inTurn = turns.get(db) ?? serialize()
  turns.set(db, inTurn)
  const run = runOn(db, dialect)
  return {
    dialect,
    isNested: true,
    run: (text, values) => inTurn(() => run(text, values)),
    transaction: (work) => inTurn(() => inTransaction(db, (own) => work({ run: runOn(own, dialect), host: own }))),
  }
}

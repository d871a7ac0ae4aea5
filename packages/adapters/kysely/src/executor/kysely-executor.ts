import type { DialectName, SqlExecutor, SqlResult, SqlTransaction, SqlValue, TransactionOptions } from '@latchkey/sql'
import { CompiledQuery, type Kysely, type Transaction } from 'kysely'
import { inSavepoint } from './in-savepoint.js'
import { scopeOf, TransactionScope } from './transaction-scope.js'

type HostTransaction<HostTables> = Transaction<HostTables>

/** Runs statements through your app's instance, and so in its connections, its log and its transactions. */
export function kyselyExecutor<HostTables>(
  host: Kysely<HostTables>,
  dialect: DialectName,
): SqlExecutor<HostTransaction<HostTables>> {
  return host.isTransaction ? withinTransaction(host, dialect) : byItself(host, dialect)
}

function byItself<HostTables>(
  host: Kysely<HostTables>,
  dialect: DialectName,
): SqlExecutor<HostTransaction<HostTables>> {
  return {
    dialect,
    run: runOn(host),
    transaction: (work, { isolation }: TransactionOptions = {}) => {
      const transaction = isolation ? host.transaction().setIsolationLevel(isolation) : host.transaction()
      return transaction.execute((own) => work({ run: runOn(own), host: own }))
    },
  }
}

/**
 * A transaction that your app has begun. `createUser` is called in the middle of a change, and its calls to a storage of
 * its own must not wait for the end of that change.
 */
function withinTransaction<HostTables>(
  host: Kysely<HostTables>,
  dialect: DialectName,
): SqlExecutor<HostTransaction<HostTables>> {
  const run = runOn(host)
  return {
    dialect,
    isNested: true,
    run: async (text, values) => (await scopeOf(host)).inTurn(() => run(text, values)),
    transaction: async (work) => {
      const { depth, inTurn } = await scopeOf(host)
      const own = host.withPlugin(new TransactionScope(depth + 1)) as Transaction<HostTables>
      return inTurn(() => inSavepoint(run, depth, () => work({ run, host: own })))
    },
  }
}

/** Your app's plugins (camel case, say) must not rename Latchkey's columns. */
function runOn<HostTables>(host: Kysely<HostTables>): SqlTransaction['run'] {
  const query = host.withoutPlugins()
  return async (text, values): Promise<SqlResult> => {
    const statement = CompiledQuery.raw(text, values.map(toDriver))
    const { rows, numAffectedRows } = await query.executeQuery<object>(statement)
    return { rows, changes: Number(numAffectedRows ?? rows.length) }
  }
}

/** Some drivers take bytes for a Buffer only. */
function toDriver(value: SqlValue): unknown {
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value
}

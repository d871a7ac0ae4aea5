import { serialize } from '@latchkey/sql'
import type {
  Kysely,
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  RootOperationNode,
  UnknownRow,
} from 'kysely'

/**
 * A transaction of your app, or the work of `createUser` in one, in which one call at a time runs. Savepoints are a
 * stack: simultaneous ones would undo each other. It is a plugin that changes nothing, because every instance that is
 * derived from an instance inherits its plugins.
 */
export class TransactionScope implements KyselyPlugin {
  /** The number of scopes around it. */
  readonly depth: number
  readonly inTurn: ReturnType<typeof serialize> = serialize()

  constructor(depth: number) {
    this.depth = depth
  }

  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    return node
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result
  }
}

/** By connection, because an app may create several storages, and instances, from one transaction. */
const outermost = new WeakMap<object, TransactionScope>()

export async function scopeOf<HostTables>(transaction: Kysely<HostTables>): Promise<TransactionScope> {
  const executor = transaction.getExecutor()
  const inner = executor.plugins.findLast((plugin) => plugin instanceof TransactionScope)
  if (inner) return inner
  const connection = await executor.provideConnection(async (provided) => provided)
  const scope = outermost.get(connection) ?? new TransactionScope(0)
  outermost.set(connection, scope)
  return scope
}

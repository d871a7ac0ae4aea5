import type {
  Kysely,
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  RootOperationNode,
  UnknownRow,
} from 'kysely'
import { oneAfterTheOther } from './one-after-the-other.js'

/**
 * A transaction of the host, or what `createUser` does in one, where one call at a time is under way. Savepoints are a
 * stack: simultaneous ones would undo each other. It is a plugin that changes nothing, because plugins are what every
 * instance that is made of an instance has, too.
 */
export class TransactionScope implements KyselyPlugin {
  /** How many others are around it. */
  readonly depth: number
  readonly inTurn: ReturnType<typeof oneAfterTheOther> = oneAfterTheOther()

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

/** By connection, because a host may make several storages, and instances, of one transaction. */
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

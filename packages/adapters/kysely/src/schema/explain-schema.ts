import type { Database } from '../database/database.js'
import { SchemaError } from './schema-error.js'
import { readStatus } from './schema-tool.js'

/**
 * The same verbs. A failure because of a missing table or column rejects with a `SchemaError`, which names the
 * database's migration and what to do.
 */
export function explainSchema<Verbs extends object>(database: Database, verbs: Verbs): Verbs {
  return new Proxy(verbs, {
    get(target, name, receiver) {
      const verb: unknown = Reflect.get(target, name, receiver)
      if (typeof verb !== 'function') return verb
      return (...given: unknown[]) =>
        Promise.resolve(verb.apply(target, given)).catch((error) => explain(database, error))
    },
  })
}

async function explain(database: Database, error: unknown): Promise<never> {
  if (!database.dialect.schema.isMissing(error)) throw error
  // In a transaction of your app on PostgreSQL nothing can be read after an error.
  const status = await readStatus(database).catch(() => undefined)
  throw !status || status.current === status.wanted ? error : new SchemaError(status, { cause: error })
}

import type { Database } from '../database/database.js'
import { SchemaError } from './schema-error.js'
import { readStatus } from './schema-tool.js'

/**
 * The same verbs. A failure because of a missing table or column rejects with a `SchemaError`, which names the
 * database's migration and what to do.
 */
export function explainSchema<Verbs extends object>(database: Database, verbs: Verbs): Verbs {
  const explained = Object.entries(verbs).map(([name, verb]) => [
    name,
    async (...given: unknown[]) => {
      try {
        return await verb(...given)
      } catch (error) {
        return explain(database, error)
      }
    },
  ])
  return Object.fromEntries(explained)
}

async function explain(database: Database, error: unknown): Promise<never> {
  if (!database.dialect.isMissing(error)) throw error
  // In a transaction of your app on PostgreSQL nothing can be read after an error.
  const status = await readStatus(database).catch(() => undefined)
  throw !status || status.current === status.wanted ? error : new SchemaError(status, { cause: error })
}

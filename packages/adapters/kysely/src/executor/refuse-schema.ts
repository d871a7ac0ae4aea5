import type { Kysely } from 'kysely'

/**
 * If it were silently dropped with the other plugins, the tables would be created, and looked up, in another schema.
 * What a plugin makes of a table says whether it names one.
 *
 * @throws {TypeError} if the instance is one of `withSchema()`.
 */
export function refuseSchema<HostTables>(host: Kysely<HostTables>): void {
  const { sql } = host.schema.dropTable('latchkey').compile()
  if (!sql.includes('.')) return
  throw new TypeError(
    'kyselyStorage follows no withSchema(): pass the instance without it, and name the schema in the options: kyselyStorage(db, { schema }).',
  )
}

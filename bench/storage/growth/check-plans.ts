import type { CompiledQuery } from 'kysely'
import { createApp, rpId } from '../../../test-support/app.js'
import { countedVerbs } from '../../../test-support/counts/counted-verbs.js'
import type { InspectedKind } from '../../../test-support/databases/database-kind.js'

export interface CheckedPlans {
  /** The number of different statements. */
  readonly statements: number
  /** Those that read one of our tables without an index, with the step of the plan. */
  readonly scans: readonly string[]
}

const hasPlan = /^(with|select|insert|update|delete)\b/i

/** Runs every verb and asks the database how it goes about each statement that this has sent. */
export async function checkPlans(kind: InspectedKind, address: string): Promise<CheckedPlans> {
  const logged: CompiledQuery[] = []
  const { db, storage, close } = kind.open(address, ({ query }) => void logged.push(query))
  const app = createApp(storage)
  for (const { verb, prepare } of countedVerbs) await (await prepare(app, `plan of ${verb}`))()
  await storage.passkeys.page({ rpId, limit: 100 })
  await storage.events.page({ rpId, limit: 100 })
  await storage.events.page({ rpId, organizationId: 'acme', limit: 100 })
  const statements = new Map(logged.filter(({ sql }) => hasPlan.test(sql)).map((query) => [query.sql, query]))
  const scans: string[] = []
  for (const statement of statements.values()) {
    const found = await kind.scans(db, statement)
    scans.push(...found.map((step) => `${step}: ${statement.sql}`))
  }
  await close()
  return { statements: statements.size, scans }
}

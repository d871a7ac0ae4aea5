import { binding, createApp } from '../app.js'
import type { CountedDatabase } from '../databases/database-kind.js'
import type { WireCounts } from '../wire/wire-protocol.js'
import { countedVerbs } from './counted-verbs.js'

export type VerbCounts = Readonly<Record<string, Readonly<WireCounts>>>

const noon = Date.UTC(2026, 0, 1, 12)

/**
 * What each verb costs the database in the usual case: connections are open, the policy has been read within the last
 * ten seconds, and this process has read the table that decoys are drawn from.
 */
export async function countVerbs(database: CountedDatabase): Promise<VerbCounts> {
  await database.storage.schema?.migrate()
  const app = createApp(database.storage, () => noon)
  await app.passkeys.signIn.begin({ identifier: 'someone@example.com', binding })
  const counted: Record<string, Readonly<WireCounts>> = {}
  for (const { verb, prepare } of countedVerbs) {
    const act = await prepare(app, verb)
    await app.passkeys.policy.effective()
    database.reset()
    await act()
    counted[verb] = { ...database.counts }
  }
  return counted
}

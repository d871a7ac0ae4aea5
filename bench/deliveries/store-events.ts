import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { rpId } from '../../test-support/app.js'
import type { OpenDatabase } from '../../test-support/databases/database-kind.js'
import type { Arrival, WorkerOrder } from './case.js'

export interface Storing {
  readonly events: number
  readonly users: number
  /** Which endpoint is open for them. */
  readonly order: Exclude<WorkerOrder, 'post'>
}

const endpoints = { webhook: 'hook', function: 'app' } as const
const batch = 500

/** Events of many users, of which none was delivered yet, and one endpoint that is open for them. */
export async function storeEvents({ db, storage }: OpenDatabase, storing: Storing): Promise<readonly Arrival[]> {
  const { events, users, order } = storing
  for (const endpoint of Object.values(endpoints)) await storage.deliveries?.closeEndpoint({ rpId, endpoint })
  const begun = Date.now()
  const all = Array.from({ length: events }, (_, number) => {
    const userId = `user-${number % users}`
    const at = begun + number
    return {
      id: at.toString(16).padStart(12, '0') + randomBytes(10).toString('hex'),
      name: 'passkey.used',
      at,
      rpId,
      userId,
      actor: { type: 'user', id: userId },
      data: { passkeyId: randomBytes(16).toString('base64url'), passkeyName: 'iCloud Keychain', userVerified: true },
    } as const
  })
  for (let next = 0; next < events; next += batch) await storage.events.append(all.slice(next, next + batch))
  await storage.deliveries?.openEndpoint({ rpId, endpoint: endpoints[order] }, begun)
  // Statistics of a queue that is not empty, as autovacuum takes them within a minute of the first events.
  await storage.deliveries?.enqueue(rpId, batch, begun)
  await sql`vacuum analyze`.execute(db)
  return all.map(({ id, userId }) => ({ id, userId }))
}

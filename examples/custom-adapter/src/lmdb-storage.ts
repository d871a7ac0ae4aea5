import type { PasskeyStorage } from '@latchkey/storage'
import type { RootDatabase } from 'lmdb'
import { lmdbAccounts } from './accounts.js'
import { lmdbCodes } from './codes.js'
import { openDatabase } from './database.js'
import { lmdbEvents } from './events.js'
import { lmdbMetadata } from './metadata.js'
import { lmdbPasskeys } from './passkeys.js'
import { lmdbPolicies } from './policies.js'
import { lmdbRates } from './rates.js'
import { sweepDatabase } from './sweep.js'

/**
 * Stores everything in an LMDB environment that your app has opened, in 20 databases that begin with `latchkey-`. Any
 * number of processes on one machine may have it open. A writer holds the only lock of the environment, so calls that
 * write run one at a time over all processes, and a process does nothing else while it waits for the lock.
 *
 * No returned change is lost when the machine stops, provided that the environment flushes before it returns:
 *
 * ```ts
 * const storage = lmdbStorage(open({ path: 'passkeys', maxDbs: 32, overlappingSync: false }))
 * ```
 */
export function lmdbStorage(lmdb: RootDatabase): PasskeyStorage {
  const database = openDatabase(lmdb)
  return {
    passkeys: lmdbPasskeys(database),
    accounts: lmdbAccounts(database),
    policies: lmdbPolicies(database),
    codes: lmdbCodes(database),
    events: lmdbEvents(database),
    rates: lmdbRates(database),
    metadata: lmdbMetadata(database),
    sweep: async (now, limit, options) => sweepDatabase(database, { now, limit, ...options }),
  }
}

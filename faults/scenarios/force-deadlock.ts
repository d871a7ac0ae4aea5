import { setTimeout as pause } from 'node:timers/promises'
import type { PasskeyStorage, PasskeyTarget } from '@latchkey/storage'
import { type Kysely, sql } from 'kysely'

export interface ForceDeadlock {
  /** The app's own connections. */
  readonly host: Kysely<unknown>
  readonly storage: PasskeyStorage
  /** To be removed. */
  readonly target: PasskeyTarget
}

/**
 * Locks the passkey, lets a removal lock the account and wait for the passkey, and then locks the account. The
 * removal has waited longest, detects the deadlock, and is undone. Returns its final result.
 */
export async function forceDeadlock({ host, storage, target }: ForceDeadlock): Promise<string> {
  const { rpId, userId, id } = target
  return host.connection().execute(async (connection) => {
    await sql`begin`.execute(connection)
    await sql`select id from latchkey_passkeys where rp_id = ${rpId} and id = ${id} for update`.execute(connection)
    const removal = storage.passkeys.remove(target, { keepLastActive: false, at: Date.now(), events: [] }).catch(String)
    await Promise.race([whenWaiting(connection), removal.then(refuseToWait)])
    await sql`select version from latchkey_accounts where rp_id = ${rpId} and user_id = ${userId} for update`.execute(
      connection,
    )
    await sql`commit`.execute(connection)
    return removal
  })
}

function refuseToWait(answer: string): never {
  throw new Error(`Nothing was locked: the removal was answered at once, ${answer}.`)
}

async function whenWaiting(connection: Kysely<unknown>): Promise<void> {
  for (;;) {
    const { rows } = await sql`select pid from pg_locks where not granted`.execute(connection)
    if (rows.length > 0) return
    await pause(2)
  }
}

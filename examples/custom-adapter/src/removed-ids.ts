import {
  assertStorable,
  assertStorableCredentialId,
  assertStorableIdCount,
  type PasskeyRecord,
  type RemovedId,
} from '@latchkey/storage'
import type { CredentialId } from '@latchkey/wire'
import type { Database, KeptPasskey, Removal } from './database.js'
import { dropEnding, keepEnding } from './endings.js'
import { digestKey } from './keys.js'
import { deletePasskey } from './ownership.js'

/** Deletes the passkeys and remembers their ids as removed. Part of a transaction. */
export function removePasskeys(database: Database, passkeys: readonly KeptPasskey[], removal: Removal): void {
  for (const passkey of passkeys) {
    deletePasskey(database, passkey)
    rememberRemoval(database, digestKey(passkey.rpId, passkey.id), removal)
  }
}

/** How the id of this passkey was removed, if that is remembered. */
export function removalOf(
  { removed }: Database,
  { rpId, id }: Pick<PasskeyRecord, 'rpId' | 'id'>,
): Removal | undefined {
  return removed.get(digestKey(rpId, id))
}

export function findRemoved(database: Database, rpId: string, ids: readonly CredentialId[]): readonly RemovedId[] {
  assertStorable({ rpId })
  for (const id of ids) assertStorableCredentialId(id)
  assertStorableIdCount(ids.length)
  return database.read(() =>
    [...new Set(ids)].flatMap((id) => {
      const removal = removalOf(database, { rpId, id })
      return removal === undefined ? [] : [{ id, ...removal }]
    }),
  )
}

/** The key is a SHA-256, so it does not reveal the id. An id that was removed twice is remembered from the last time. */
function rememberRemoval(database: Database, key: Buffer, removal: Removal): void {
  const before = database.removed.get(key)
  if (before !== undefined) dropEnding(database, 'removed', before.removedAt, key)
  database.removed.putSync(key, removal)
  keepEnding(database, 'removed', removal.removedAt, key)
}

import type { AccountTarget } from '@latchkey/storage'
import type { Database, KeptPasskey } from './database.js'
import { digestKey, ownershipKey, passkeyKey, rangeOf } from './keys.js'

/** Stores the passkey by its id and by its owner. */
export function registerPasskey({ passkeys, ownership }: Database, passkey: KeptPasskey): void {
  passkeys.putSync(passkeyKey(passkey.rpId, passkey.id), passkey)
  ownership.putSync(ownershipKey(passkey), passkey.id)
}

export function deletePasskey({ passkeys, ownership }: Database, passkey: KeptPasskey): void {
  passkeys.removeSync(passkeyKey(passkey.rpId, passkey.id))
  ownership.removeSync(ownershipKey(passkey))
}

/** Oldest first. */
export function passkeysOf({ passkeys, ownership }: Database, { rpId, userId }: AccountTarget): readonly KeptPasskey[] {
  const owned = [...ownership.getRange(rangeOf(digestKey(rpId, userId)))]
  return owned.flatMap(({ value: id }) => passkeys.get(passkeyKey(rpId, id)) ?? [])
}

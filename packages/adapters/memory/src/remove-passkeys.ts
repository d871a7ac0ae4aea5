import type { PasskeyRecord, RemovedId } from '@latchkey/storage'
import { keyOf, type MemoryState } from './state.js'

/** The passkeys are gone, and their ids are remembered as removed. */
export function removePasskeys(
  state: MemoryState,
  passkeys: readonly PasskeyRecord[],
  how: Omit<RemovedId, 'id'>,
): void {
  for (const { rpId, id, userId } of passkeys) {
    const key = keyOf(rpId, id)
    state.removed.set(state.idHashes.get(key) ?? '', how)
    state.idHashes.delete(key)
    state.passkeys.delete(key)
    state.keysByUser.get(keyOf(rpId, userId))?.delete(key)
  }
}

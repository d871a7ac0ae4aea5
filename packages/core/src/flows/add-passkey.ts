import type { AddOptions, AddOutcome, PasskeyRecord } from '@latchkey/storage'
import type { Deployment } from '../deployment/deployment.js'
import { PasskeyError } from '../errors.js'

/**
 * What the store answers to a new passkey; for an id that we made up for nobody, what it would answer if somebody had
 * it: `duplicate`, unless it refuses for what comes earlier. Who registers an id to find out whose it is learns nothing.
 *
 * @throws {PasskeyError} `storage_unavailable`
 */
export async function addPasskey(
  { store, decoys }: Pick<Deployment, 'store' | 'decoys'>,
  passkey: PasskeyRecord,
  together: AddOptions,
): Promise<AddOutcome> {
  if (!(await decoys.isDecoy(passkey.id))) return store.passkeys.add(passkey, together)
  // Without room for any, whatever the store judges before it is still refused for that, and nothing is kept.
  const outcome = await store.passkeys.add(passkey, { ...together, limit: 0 })
  if (outcome === 'added') throw new PasskeyError('storage_unavailable')
  if (outcome !== 'limit_reached') return outcome
  const { account } = await store.passkeys.listByUser(passkey.rpId, passkey.userId)
  return (account?.passkeyCount ?? 0) < together.limit ? 'duplicate' : 'limit_reached'
}

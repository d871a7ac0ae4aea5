import { LRUCache } from 'lru-cache'
import { platform } from '#platform'
import type { CoseKey } from '../../cose-key.js'
import { PasskeyError } from '../../errors.js'
import { sameBytes } from '../../platform/constant-time.js'
import type { VerificationKey } from '../../platform/platform.js'
import { parseCoseKey } from '../parse/cose-key.js'
import { checkAlgorithm } from './check-algorithm.js'
import { checkPublicKey } from './public-key/check-public-key.js'
import { type SignatureForm, signatureFormOf } from './signature-form.js'

/** A stored public key, ready for verification. */
export interface ReadyKey {
  readonly algorithm: number
  readonly key: VerificationKey
  readonly signatureForm: SignatureForm
}

/** Imports stored COSE keys. */
export interface VerificationKeys {
  /** @throws {PasskeyError} `malformed_public_key`, `algorithm_not_allowed`, `public_key_invalid` */
  ready(credential: { readonly id: string; readonly publicKey: Uint8Array }): Promise<ReadyKey>
}

/** Validates and imports on each call: a stored key may not come from a ceremony. */
export const uncachedKeys: VerificationKeys = {
  async ready({ publicKey }) {
    const key = parseCoseKey(publicKey)
    checkAlgorithm(key)
    checkPublicKey(key)
    return importKey(key)
  },
}

/**
 * Caches the last used keys, because importing a key costs as much as verifying a signature. A key is cached by
 * credential id and used only for exactly the same bytes. Each holds about 6 kB outside V8's heap, hence the limit.
 */
export function rememberKeys(most = 2000): VerificationKeys {
  const remembered = new LRUCache<string, { readonly publicKey: Uint8Array; readonly ready: ReadyKey }>({ max: most })
  return {
    async ready({ id, publicKey }) {
      const known = remembered.get(id)
      if (known && sameBytes(known.publicKey, publicKey)) return known.ready
      // Copies the bytes before a caller can change them during the import.
      const bytes = publicKey.slice()
      const ready = await uncachedKeys.ready({ id, publicKey: bytes })
      remembered.set(id, { publicKey: bytes, ready })
      return ready
    },
  }
}

/**
 * Imports a validated key into the platform.
 *
 * @throws {PasskeyError} `public_key_invalid` if the platform refuses it.
 */
export async function importKey(coseKey: CoseKey): Promise<ReadyKey> {
  const key = await platform.importKey(coseKey)
  if (!key) throw new PasskeyError('public_key_invalid')
  return { algorithm: coseKey.algorithm, key, signatureForm: signatureFormOf(coseKey) }
}

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

/** A stored public key, ready to verify with. */
export interface ReadyKey {
  readonly algorithm: number
  readonly key: VerificationKey
  readonly signatureForm: SignatureForm
}

/** Turns stored COSE keys into ready ones. */
export interface VerificationKeys {
  /** @throws {PasskeyError} `malformed_public_key`, `algorithm_not_allowed`, `public_key_invalid` */
  ready(credential: { readonly id: string; readonly publicKey: Uint8Array }): Promise<ReadyKey>
}

/** Judges and imports each time: what a store holds may have been put there without a ceremony. */
export const uncachedKeys: VerificationKeys = {
  async ready({ publicKey }) {
    const key = parseCoseKey(publicKey)
    checkAlgorithm(key)
    checkPublicKey(key)
    return importKey(key)
  },
}

/**
 * Remembers the last used keys: importing one costs as much as a signature. A key is remembered by credential id and
 * used only for the very bytes it was made of. Each holds some 6 kB that V8 does not count, hence the limit.
 */
export function rememberKeys(most = 2000): VerificationKeys {
  const remembered = new LRUCache<string, { readonly publicKey: Uint8Array; readonly ready: ReadyKey }>({ max: most })
  return {
    async ready({ id, publicKey }) {
      const known = remembered.get(id)
      if (known && sameBytes(known.publicKey, publicKey)) return known.ready
      // Before anybody can write to them while the key is imported.
      const bytes = publicKey.slice()
      const ready = await uncachedKeys.ready({ id, publicKey: bytes })
      remembered.set(id, { publicKey: bytes, ready })
      return ready
    },
  }
}

/**
 * Takes a key that has been judged into the platform.
 *
 * @throws {PasskeyError} `public_key_invalid` when the platform refuses it.
 */
export async function importKey(coseKey: CoseKey): Promise<ReadyKey> {
  const key = await platform.importKey(coseKey)
  if (!key) throw new PasskeyError('public_key_invalid')
  return { algorithm: coseKey.algorithm, key, signatureForm: signatureFormOf(coseKey) }
}

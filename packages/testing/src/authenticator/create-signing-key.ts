import { createKeySource } from './create-key-source.js'
import { signingAlgorithms } from './signing-algorithms.js'
import type { RandomBytes, SigningKey } from './signing-key.js'

/**
 * A new key pair that no authenticator holds: another key to sign a lie with.
 *
 * @param algorithm - The COSE number, such as -7.
 * @param randomBytes - The source of the key. Default: the platform's randomness. RSA keys do not use it.
 * @throws {TypeError} for an unsupported algorithm.
 */
export async function createSigningKey(algorithm: number, randomBytes?: RandomBytes): Promise<SigningKey> {
  const row = signingAlgorithms.get(algorithm)
  if (!row) throw new TypeError(`There is no signing algorithm ${algorithm} here.`)
  return row.makeKey(createKeySource(randomBytes))
}

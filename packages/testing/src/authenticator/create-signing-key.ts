import { createKeySource } from './create-key-source.js'
import { signingAlgorithms } from './signing-algorithms.js'
import type { RandomBytes, SigningKey } from './signing-key.js'

/**
 * A new key pair that no authenticator holds: the other key that a lie may be signed with.
 *
 * @param algorithm - The COSE number, such as -7.
 * @param randomBytes - What the key is made from; the platform's randomness unless given. RSA keys do not use it.
 * @throws {TypeError} for an algorithm that the authenticator does not know.
 */
export async function createSigningKey(algorithm: number, randomBytes?: RandomBytes): Promise<SigningKey> {
  const row = signingAlgorithms.get(algorithm)
  if (!row) throw new TypeError(`There is no signing algorithm ${algorithm} here.`)
  return row.makeKey(createKeySource(randomBytes))
}

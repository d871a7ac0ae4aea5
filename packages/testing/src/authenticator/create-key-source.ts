import { generateKeyPair, type KeyObject, randomBytes as platformRandomBytes } from 'node:crypto'
import type { KeySource, RandomBytes } from './signing-key.js'

function generateRsaPrivateKey(): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    generateKeyPair('rsa', { modulusLength: 2048 }, (error, _publicKey, privateKey) =>
      error ? reject(error) : resolve(privateKey),
    )
  })
}

/**
 * A source of keys. Every RSA key that comes from it is the same key, made by the platform when it is first wanted;
 * all others are made from `randomBytes`, so the same bytes give the same keys.
 */
export function createKeySource(randomBytes: RandomBytes = platformRandomBytes): KeySource {
  let rsaPrivateKey: Promise<KeyObject> | undefined
  return {
    randomBytes,
    rsaPrivateKey() {
      rsaPrivateKey ??= generateRsaPrivateKey()
      return rsaPrivateKey
    },
  }
}

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
 * A source of keys. It has one RSA key, which the platform creates when it is first needed; all other keys are made
 * from `randomBytes`, so the same bytes give the same keys.
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

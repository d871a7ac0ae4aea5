import { type Algorithm, algorithms } from '../../../algorithms.js'
import type { CoseKey } from '../../../cose-key.js'
import { PasskeyError } from '../../../errors.js'
import { hasSaneNumbers } from './has-sane-numbers.js'
import { isOfFullOrder } from './is-of-full-order.js'
import { isOnCurve } from './is-on-curve.js'

/**
 * The key is valid for its algorithm: type and curve as in the table, exactly the required parameters, a point on its
 * curve and of full order, a modulus and exponent of reasonable size, bytes of the right number. A valid key can be
 * stored: the platform can import it for every later signature.
 *
 * @throws {PasskeyError} `public_key_invalid`
 * @see https://www.w3.org/TR/webauthn-3/#sctn-alg-identifier
 */
export function checkPublicKey(key: CoseKey): void {
  const algorithm = algorithms.get(key.algorithm)
  const isOfItsAlgorithm = algorithm !== undefined && fits(algorithm, key) && !key.hasOtherParameters
  if (!isOfItsAlgorithm || !isSound(key)) throw new PasskeyError('public_key_invalid')
}

function fits(algorithm: Algorithm, key: CoseKey): boolean {
  switch (algorithm.keyType) {
    case 'EC2':
    case 'OKP':
      return key.keyType === algorithm.keyType && key.curve === algorithm.curve
    case 'RSA':
      return key.keyType === 'RSA'
    case 'AKP':
      return key.keyType === 'AKP' && key.publicKey.length === algorithm.publicKeyBytes
  }
}

function isSound(key: CoseKey): boolean {
  switch (key.keyType) {
    case 'EC2':
      return isOnCurve(key)
    case 'OKP':
      return isOfFullOrder(key)
    case 'RSA':
      return hasSaneNumbers(key)
    case 'AKP':
      return true
  }
}

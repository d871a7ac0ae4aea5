import { PasskeyError } from '../errors.js'
import type { CoseKey } from '../parse/cose-key.js'

/**
 * The key is of an algorithm that this ceremony offered; some devices ignore the list.
 *
 * @throws {PasskeyError} `algorithm_not_allowed`
 */
export function checkAlgorithm(key: CoseKey, offered: readonly number[]): void {
  if (!offered.includes(key.algorithm)) throw new PasskeyError('algorithm_not_allowed')
}

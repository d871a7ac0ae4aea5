import { credentialAlgorithms } from '../../algorithms.js'
import type { CoseKey } from '../../cose-key.js'
import { PasskeyError } from '../../errors.js'

/**
 * The key's algorithm is allowed for credentials and was offered in this ceremony. Some devices ignore the list.
 *
 * @throws {PasskeyError} `algorithm_not_allowed`
 */
export function checkAlgorithm(key: CoseKey, offered: readonly number[] = credentialAlgorithms): void {
  const isAllowed = offered.includes(key.algorithm) && credentialAlgorithms.includes(key.algorithm)
  if (!isAllowed) throw new PasskeyError('algorithm_not_allowed')
}

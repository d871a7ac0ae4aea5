import { PasskeyError } from '../errors.js'
import type { EffectivePolicy } from './effective-policy.js'

/**
 * A passkey may sign somebody in, rather than follow after something else.
 *
 * @throws {PasskeyError} `forbidden`
 */
export function checkFirstFactor({ use }: EffectivePolicy): void {
  if (use === 'second-factor') throw new PasskeyError('forbidden')
}

import type { PasskeyRecord } from '@latchkey/storage'
import { isVerifiedEnough } from '../passkey/can-sign-in.js'
import { isUsable } from '../passkey/is-usable.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'

/**
 * How many of the user's other active passkeys are no way in that is left, should this one go: they can sign nobody in
 * under this policy, or are not known to verify their user as a sign-in must, where this one is.
 */
export function uncountedBeside(
  passkey: PasskeyRecord,
  passkeys: readonly PasskeyRecord[],
  policy: EffectivePolicy,
): number {
  const counts = (it: PasskeyRecord) =>
    isUsable(it, policy) && (isVerifiedEnough(it, policy) || !isVerifiedEnough(passkey, policy))
  return passkeys.filter((it) => it.id !== passkey.id && it.status === 'active' && !counts(it)).length
}

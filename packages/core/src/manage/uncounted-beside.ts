import type { PasskeyRecord } from '@latchkey/storage'
import { isUsable } from '../passkey/is-usable.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'

/**
 * How many of the user's other active passkeys are no way in that is left, should this one go: they can sign nobody in
 * under this policy. One that cannot either takes no way in with it, and all others count.
 */
export function uncountedBeside(
  passkey: PasskeyRecord,
  passkeys: readonly PasskeyRecord[],
  policy: EffectivePolicy,
): number {
  if (!isUsable(passkey, policy)) return 0
  return passkeys.filter((it) => it.id !== passkey.id && it.status === 'active' && !isUsable(it, policy)).length
}

import type { PasskeyRecord } from '@latchkey/storage'
import { isInUse } from '../assurance/assess.js'
import { isUsable } from '../passkey/usability.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import type { UsablePasskeys } from '../prompt/decide-prompt.js'

/**
 * The passkeys that meet the policy. One that was created silently or imported does not meet a requirement before its
 * first use.
 */
export function usablePasskeys(passkeys: readonly PasskeyRecord[], policy: EffectivePolicy): UsablePasskeys {
  const isEnough = (passkey: PasskeyRecord) => policy.mode !== 'mandatory' || isInUse(passkey)
  const usable = passkeys.filter((passkey) => isUsable(passkey, policy) && isEnough(passkey))
  if (usable.length === 0) return 'none'
  return usable.every(({ discoverable }) => discoverable === false) ? 'hidden' : 'discoverable'
}

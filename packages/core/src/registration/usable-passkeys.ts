import type { PasskeyRecord } from '@latchkey/storage'
import { isInUse } from '../assurance/assess.js'
import type { Context } from '../context/context.js'
import { trustToday } from '../context/trust-today.js'
import { isOpenAt, isUsable } from '../passkey/usability.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import type { UsablePasskeys } from '../prompt/decide-prompt.js'

interface HeldPasskeys {
  readonly passkeys: readonly PasskeyRecord[]
  readonly policy: EffectivePolicy
  readonly organizationId: string | undefined
}

/**
 * The passkeys that sign the user in at this organization today. One that was created silently or imported does not
 * meet a requirement before its first use.
 */
export async function usablePasskeys(
  context: Context,
  { passkeys, policy, organizationId }: HeldPasskeys,
): Promise<UsablePasskeys> {
  const today = await trustToday(context, policy)
  const isEnough = (passkey: PasskeyRecord) => policy.mode !== 'mandatory' || isInUse(passkey)
  const open = passkeys.filter((passkey) => isOpenAt(passkey, organizationId)).map(today)
  const usable = open.filter((passkey) => isUsable(passkey, policy) && isEnough(passkey))
  if (usable.length === 0) return 'none'
  return usable.every(({ discoverable }) => discoverable === false) ? 'hidden' : 'discoverable'
}

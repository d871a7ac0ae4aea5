import type { PasskeyRecord } from '@latchkey/storage'
import type { Context } from '../../context/context.js'
import { isUsable, isVerifiedEnough } from '../../passkey/usability.js'
import type { EffectivePolicy } from '../../policy/effective-policy.js'

/** Whether the policy keeps this user's last active passkey; the host is asked only where that decides. */
export async function keepsLastPasskey(
  { settings }: Context,
  { removeLast }: EffectivePolicy,
  userId: string,
): Promise<boolean> {
  if (removeLast !== 'if-other-method') return removeLast === 'never'
  const others = (await settings.host.otherSignInMethods?.({ userId })) ?? []
  return others.length === 0
}

/**
 * How many of the user's other active passkeys are no way in that is left, should this one go: they can sign nobody in
 * under this policy, or are not known to verify their user as a sign-in must, where this one is.
 */
export function countUnusableOthers(
  passkey: PasskeyRecord,
  passkeys: readonly PasskeyRecord[],
  policy: EffectivePolicy,
): number {
  const counts = (it: PasskeyRecord) =>
    isUsable(it, policy) && (isVerifiedEnough(it, policy) || !isVerifiedEnough(passkey, policy))
  return passkeys.filter((it) => it.id !== passkey.id && it.status === 'active' && !counts(it)).length
}

import type { PasskeyRecord } from '@latchkey/storage'
import { isInUse } from '../../assurance/assess.js'
import type { Context } from '../../context/context.js'
import { isOpenAt, isUsable, isVerifiedEnough } from '../../passkey/usability.js'
import type { EffectivePolicy } from '../../policy/effective-policy.js'

/**
 * Does the policy prevent the removal of this user's last active passkey? Your app is asked only if its result
 * matters.
 */
export async function keepsLastPasskey(
  { settings }: Context,
  { removeLast }: EffectivePolicy,
  userId: string,
): Promise<boolean> {
  if (removeLast !== 'if-other-method') return removeLast === 'never'
  const others = (await settings.host.otherSignInMethods?.({ userId })) ?? []
  return others.length === 0
}

/** The passkeys of a user, and the organization where they would be used. */
export interface PasskeysHere {
  readonly passkeys: readonly PasskeyRecord[]
  readonly policy: EffectivePolicy
  readonly organizationId: string | undefined
}

/**
 * The number of the user's other active passkeys that would not remain as a sign-in method after the removal of this
 * one. They are not usable under this policy, or they lack what this one has: a first use, or the user verification that
 * a sign-in requires.
 */
export function countUnusableOthers(
  passkey: PasskeyRecord,
  { passkeys, policy, organizationId }: PasskeysHere,
): number {
  const counts = (it: PasskeyRecord) =>
    isOpenAt(it, organizationId) &&
    isUsable(it, policy) &&
    (isInUse(it) || !isInUse(passkey)) &&
    (isVerifiedEnough(it, policy) || !isVerifiedEnough(passkey, policy))
  return passkeys.filter((it) => it.id !== passkey.id && it.status === 'active' && !counts(it)).length
}

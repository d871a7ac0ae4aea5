import type { PasskeyRecord } from '@latchkey/storage'
import type { Context } from '../../context/context.js'
import { trustToday } from '../../context/trust-today.js'
import type { Session } from '../../host/host.js'
import { isOpenAt, isUsable } from '../../passkey/usability.js'
import type { EffectivePolicy } from '../../policy/effective-policy.js'
import { checkRecent, checkStrongest } from '../../session/session.js'

/** Whoever is signed in and wants one passkey more. */
export interface Enroller {
  readonly session: Session
  /** The policy of today. */
  readonly policy: EffectivePolicy
  /** Those that the user has. */
  readonly passkeys: readonly PasskeyRecord[]
  /** Epoch milliseconds: the session had to be good enough then, by the policy of today too. */
  readonly begunAt: number
}

/**
 * The session is good enough to add a passkey: as recent as the policy asks, and where it asks for the strongest, by a
 * passkey or a second factor of who has one.
 *
 * @throws {PasskeyError} `recent_authentication_required`
 */
export async function checkMayEnroll(context: Context, enroller: Enroller): Promise<void> {
  const { settings } = context
  const { session, policy, passkeys, begunAt } = enroller
  const rule = { within: policy.recentAuthentication.enroll, begunAt, now: settings.now() }
  checkRecent(session, rule)
  if (policy.enrollWith === 'recent') return
  const factors = (await settings.host.secondFactors?.({ userId: session.userId })) ?? []
  const today = await trustToday(context, policy)
  const hasPasskey = passkeys.some(
    (passkey) => isOpenAt(passkey, session.organizationId) && isUsable(today(passkey), policy),
  )
  checkStrongest(session, hasPasskey ? ['passkey', ...factors] : factors, rule)
}

import type { PasskeyRecord } from '@latchkey/storage'
import type { Context } from '../../context/context.js'
import { trustToday } from '../../context/trust-today.js'
import type { Session } from '../../host/host.js'
import { isOpenAt, isUsable } from '../../passkey/usability.js'
import type { EffectivePolicy } from '../../policy/effective-policy.js'
import { checkRecent, checkStrongest } from '../../session/session.js'

/** A signed-in user who wants to add a passkey. */
export interface Enroller {
  readonly session: Session
  /** Today's policy. */
  readonly policy: EffectivePolicy
  /** The user's existing passkeys. */
  readonly passkeys: readonly PasskeyRecord[]
  /** Epoch milliseconds: the session must have been recent enough at this time, under today's policy too. */
  readonly begunAt: number
}

/**
 * The session may add a passkey: the sign-in is as recent as the policy requires. If the policy requires the
 * strongest method, a user with a passkey or a second factor has used one.
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

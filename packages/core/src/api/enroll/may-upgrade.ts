import type { AccountRecord } from '@latchkey/storage'
import type { Settings } from '../../config/settings.js'
import { PasskeyError } from '../../errors.js'
import type { Session } from '../../host/host.js'
import type { EffectivePolicy } from '../../policy/effective-policy.js'
import { isFederated } from '../../prompt/decide-prompt.js'
import { checkStrongest } from '../../session/session.js'

/** A signed-in user whose browser is to create a passkey silently. */
export interface Upgrader {
  readonly session: Session
  /** Today's policy. */
  readonly policy: EffectivePolicy
  readonly account: AccountRecord | undefined
  /** Epoch milliseconds: when the ceremony began. */
  readonly begunAt: number
}

/** How long after the password, in seconds. */
const longestAfterPassword = 300

/**
 * A passkey may be created silently: the policy allows it, the user has just signed in with a password, and has not
 * refused passkeys. This comes on top of the rules for every enrollment.
 *
 * @throws {PasskeyError} `forbidden`; `recent_authentication_required` without a password in the last five minutes.
 */
export function checkMayUpgrade({ now }: Pick<Settings, 'now'>, { session, policy, account, begunAt }: Upgrader): void {
  const { prompt, trust } = policy
  const isOffered = prompt.automatic && !trust.require
  if (!isOffered || account?.prompt.never || isFederated(session)) throw new PasskeyError('forbidden')
  checkStrongest(session, ['password'], { within: longestAfterPassword, begunAt, now: now() })
}

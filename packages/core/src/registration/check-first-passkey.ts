import type { PasskeyRecord } from '@latchkey/storage'
import type { VerifiedOtp } from '../ceremony/ceremony.js'
import type { Context } from '../context/context.js'
import { PasskeyError } from '../errors.js'
import type { Session } from '../host/host.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { isLate } from '../prompt/rollout.js'
import { usablePasskeys } from './usable-passkeys.js'

/** A signed-in user who wants to add a passkey. */
export interface FirstPasskeyInput {
  readonly session: Session
  readonly groups: readonly string[]
  /** Today's policy. */
  readonly policy: EffectivePolicy
  /** The user's existing passkeys. */
  readonly passkeys: readonly PasskeyRecord[]
}

/**
 * After a rollout, a user without a usable passkey has typed a one-time code, if the policy verifies first passkeys. An
 * invitation and a recovery code have their own proof, so their ceremonies are not asked.
 *
 * @throws {PasskeyError} `code_required`
 */
export async function checkFirstPasskey(
  context: Context,
  { session, groups, policy, passkeys }: FirstPasskeyInput,
  otp: VerifiedOtp | undefined,
): Promise<void> {
  const { userId, organizationId } = session
  if (otp || policy.firstPasskey !== 'verified') return
  if (!isLate(policy, { userId, groups }, context.settings.now())) return
  const usable = await usablePasskeys(context, { passkeys, policy, organizationId })
  if (usable === 'none') throw new PasskeyError('code_required')
}

import type { CodeRecord } from '@latchkey/storage'
import type { CreationOptionsJSON } from '@latchkey/wire'
import type { Binding, RedeemedCode, VerifiedOtp } from '../ceremony/ceremony.js'
import type { Context } from '../context/context.js'
import { PasskeyError } from '../errors.js'
import type { HostUser, Session } from '../host/host.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { checkMode } from '../policy/policy-checks.js'
import { checkOwnSession } from '../session/session.js'
import { policyForCode } from './code-policy.js'
import { checkHasRoom, creationRequest } from './creation-request.js'

/** A code that is right. */
export interface RightCode {
  readonly record: CodeRecord
  /** The user of the code, as your app has it. */
  readonly user: HostUser
  readonly purpose: RedeemedCode['purpose']
  /** The session at this browser, if there is one. */
  readonly session: Session | null | undefined
  readonly binding: Binding
  /** What the policy asks for besides the code. */
  readonly verify?: (policy: EffectivePolicy) => Promise<VerifiedOtp | undefined>
}

/** What follows a right code: send `options` to the browser, and the ceremony back to `enroll.finish`. */
export interface BegunWithCode {
  /** Opaque. */
  readonly ceremony: string
  readonly options: CreationOptionsJSON
}

/**
 * Begins to add a passkey for the user of a code: writes nothing. The code is the authority, so no session is needed; the
 * session of another user is refused.
 *
 * @throws {PasskeyError} `forbidden`, `not_signed_in`, `passkeys_off`, `limit_reached`, `storage_unavailable`
 */
export async function beginWithCode(
  context: Context,
  { record, user, purpose, session, binding, verify }: RightCode,
): Promise<BegunWithCode> {
  const { settings, store, envelopes } = context
  const { id, userId, boundTo, attachment, createdBy } = record
  if (session) checkOwnSession(session, settings.now())
  if (session && session.userId !== userId) throw new PasskeyError('forbidden')
  const policy = await policyForCode(context, { userId, boundTo })
  checkMode(policy)
  const held = await store.passkeys.listByUser(settings.relyingParty.id, userId)
  checkHasRoom({ policy, held })
  const otp = await verify?.(policy)
  const organizationId = record.organizationId ?? boundTo
  const { ceremony, options } = await creationRequest(settings, policy, {
    user,
    held,
    organizationId,
    attachment,
    binding,
  })
  const code = {
    id,
    purpose,
    expiresAt: record.expiresAt ?? ceremony.expiresAt,
    ...(createdBy === undefined ? {} : { createdBy }),
  }
  const bound = boundTo === undefined ? {} : { boundTo }
  const verified = otp === undefined ? {} : { otp }
  return { ceremony: await envelopes.seal('enroll', { ...ceremony, ...bound, code, ...verified }), options }
}

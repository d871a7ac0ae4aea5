import type { AuthenticatorAttachment } from '@latchkey/wire'
import type { Binding } from '../../ceremony/ceremony.js'
import type { Context } from '../../context/context.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import type { Actor } from '../../events/create-event.js'
import type { HostUser, Session } from '../../host/host.js'
import { beginForUser, readAdminEnrollment } from '../../registration/admin-enrollment.js'
import { checkHasRoom } from '../../registration/creation-request.js'
import { otpLifeMs } from '../../registration/otp/otp-row.js'
import { verifyOtp } from '../../registration/otp/verify-otp.js'
import {
  type BegunEnroll,
  beginOwnEnrollment,
  checkMayEnroll,
  checkOwnUser,
  readOwnEnrollment,
} from '../../registration/own-enrollment.js'

/** The input of `otp.complete`. */
export interface OtpCompleteInput extends RelyingPartyInput {
  /** The user of the new passkey, as the authenticator shows it. The id must be the session's. */
  readonly user: HostUser
  readonly session: Session | null
  /** As the user typed it: spaces and hyphens do not count. */
  readonly code: string
  /**
   * As for `enroll.begin`.
   *
   * @default none: the environment's policy applies
   */
  readonly organizationId?: string | undefined
  /**
   * Only this kind of authenticator.
   *
   * @default as the policy says
   */
  readonly attachment?: AuthenticatorAttachment | undefined
  /** As at the request. */
  readonly binding: Binding
  /**
   * The address of the request: `limits.otpComplete` counts it, and `otp.failed` counts addresses.
   *
   * @default not counted
   */
  readonly clientAddress?: string | undefined
}

/** Begins to add a passkey for the signed-in user, who has typed the code. Documented on `Passkeys`. */
export async function completeOtp(context: Context, input: OtpCompleteInput): Promise<BegunEnroll> {
  const { user, code: typed, organizationId, attachment, binding, clientAddress } = input
  await context.addressLimits.count('otpComplete', clientAddress)
  const session = checkOwnUser(context, { user, session: input.session, method: 'otp.complete' })
  // The sign-in was recent when the code was requested. Before it is known when, at least a stolen old session must not
  // use up the tries.
  const earliest = context.settings.now() - otpLifeMs
  const enrollment = await readOwnEnrollment(context, { session, organizationId, begunAt: earliest })
  const { policy, held } = enrollment
  checkHasRoom(enrollment)
  const { userId, authenticatedAt: boundTo } = session
  const otp = await verifyOtp(context, { userId, purpose: 'enroll', boundTo, typed, binding, clientAddress })
  await checkMayEnroll(context, { session, policy, passkeys: held.passkeys, begunAt: otp.requestedAt })
  return beginOwnEnrollment(context, enrollment, { user, attachment, binding, otp })
}

/** The input of `admin.otp.complete`. */
export interface AdminOtpCompleteInput extends RelyingPartyInput {
  /** The user of the new passkey, as the authenticator shows it. */
  readonly user: HostUser
  /**
   * The organization that the admin acts for, one of the user's. Its policy applies.
   *
   * @default the one of the actor's scope
   */
  readonly organizationId?: string | undefined
  /**
   * Only this kind of authenticator.
   *
   * @default as the policy says
   */
  readonly attachment?: AuthenticatorAttachment | undefined
  /** The admin who requested the code, and who must finish. */
  readonly actor: Actor
  /** As at the request. */
  readonly binding: Binding
  /** As the admin typed it: spaces and hyphens do not count. */
  readonly code: string
  /**
   * The address of the request: `limits.otpComplete` counts it, and `otp.failed` counts addresses.
   *
   * @default not counted
   */
  readonly clientAddress?: string | undefined
}

/** An admin begins to add a passkey for a user who has read out the code. Documented on `AdminApi`. */
export async function completeOtpForUser(context: Context, input: AdminOtpCompleteInput): Promise<BegunEnroll> {
  const { code: typed, clientAddress, ...begin } = input
  const { user, organizationId, actor, binding } = begin
  await context.addressLimits.count('otpComplete', clientAddress)
  const enrollment = await readAdminEnrollment(context, { userId: user.id, organizationId, actor })
  checkHasRoom(enrollment)
  const { userId } = enrollment.eventContext
  const use = { userId, purpose: 'admin-enroll', boundTo: actor.id } as const
  const otp = await verifyOtp(context, { ...use, typed, binding, clientAddress })
  return beginForUser(context, enrollment, { ...begin, otp })
}

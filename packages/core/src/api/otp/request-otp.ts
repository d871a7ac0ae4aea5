import type { SentOtpJSON } from '@latchkey/wire'
import type { Binding } from '../../ceremony/ceremony.js'
import type { AdminUserInput } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { userEventContext } from '../../events/create-event.js'
import type { Session } from '../../host/host.js'
import { readAdminEnrollment } from '../../registration/admin-enrollment.js'
import { checkHasRoom } from '../../registration/creation-request.js'
import { sendOtp } from '../../registration/otp/send-otp.js'
import { readOwnEnrollment } from '../../registration/own-enrollment.js'
import { checkOwnSession } from '../../session/session.js'

/** The input of `otp.request`. */
export interface OtpRequestInput extends RelyingPartyInput {
  readonly session: Session | null | undefined
  /**
   * As for `enroll.begin`.
   *
   * @default none: the environment's policy applies
   */
  readonly organizationId?: string | undefined
  /** The browser in which the code will be typed. */
  readonly binding: Binding
  /**
   * The address of the request: `limits.otpRequest` counts it.
   *
   * @default not counted
   */
  readonly clientAddress?: string | undefined
}

/** Your app sends the signed-in user a one-time code. Documented on `Passkeys`. */
export async function requestOtp(context: Context, input: OtpRequestInput): Promise<SentOtpJSON> {
  const { session, organizationId, binding, clientAddress } = input
  await context.addressLimits.count('otpRequest', clientAddress)
  checkOwnSession(session, context.settings.now())
  const enrollment = await readOwnEnrollment(context, { session, organizationId })
  checkHasRoom(enrollment)
  const { userId, authenticatedAt } = session
  const eventContext = userEventContext(context, { userId, organizationId: enrollment.organizationId })
  return sendOtp(context, { userId, purpose: 'enroll', binding, boundTo: authenticatedAt, eventContext })
}

/** The input of `admin.otp.request`. */
export interface AdminOtpRequestInput extends AdminUserInput {
  /** The browser in which the admin will type the code. */
  readonly binding: Binding
  /**
   * The address of the request: `limits.otpRequest` counts it.
   *
   * @default not counted
   */
  readonly clientAddress?: string | undefined
}

/** Your app sends a user a one-time code, for an admin to type. Documented on `AdminApi`. */
export async function requestOtpForUser(context: Context, input: AdminOtpRequestInput): Promise<SentOtpJSON> {
  const { binding, clientAddress, ...target } = input
  await context.addressLimits.count('otpRequest', clientAddress)
  const enrollment = await readAdminEnrollment(context, target)
  checkHasRoom(enrollment)
  const { eventContext } = enrollment
  const { userId } = eventContext
  return sendOtp(context, { userId, purpose: 'admin-enroll', binding, boundTo: target.actor.id, eventContext })
}

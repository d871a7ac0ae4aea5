import type { UserPasskeys } from '@latchkey/storage'
import type { Settings } from '../config/settings.js'
import {
  type AdminEventContext,
  type AdminUserInput,
  adminTarget,
  checkReach,
  organizationOfScope,
} from '../context/admin-target.js'
import type { Context } from '../context/context.js'
import { groupsOf } from '../context/membership.js'
import { PasskeyError } from '../errors.js'
import type { Actor } from '../events/create-event.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { checkMode } from '../policy/policy-checks.js'
import { checkOtpPolicy } from './code-policy.js'
import { type CreationRequestInput, creationRequest } from './creation-request.js'
import type { BegunEnroll, PasskeyRequest } from './own-enrollment.js'

/** A user for whom an admin may add a passkey. */
export interface AdminEnrollment {
  readonly eventContext: AdminEventContext
  readonly policy: EffectivePolicy
  readonly held: UserPasskeys
}

/**
 * The admin may add a passkey for the user, under today's policy.
 *
 * @throws {PasskeyError} `forbidden`, `passkeys_off`, `malformed`, `storage_unavailable`
 * @throws {TypeError} without an actor.
 */
export async function readAdminEnrollment(context: Context, input: AdminUserInput): Promise<AdminEnrollment> {
  checkAdminsMayEnroll(context.settings)
  const eventContext = adminTarget(context, input)
  const { rpId, userId, organizationId } = eventContext
  const held = await context.store.passkeys.listByUser(rpId, userId)
  const organizations = await checkReach(context, eventContext)
  const groups = await groupsOf(context.settings, userId)
  const policy = await context.policies.forMember({ organizations, groups, organizationId })
  checkMode(policy)
  return { eventContext, policy, held }
}

/**
 * An admin begins to add a passkey for a user: writes nothing.
 *
 * @throws {PasskeyError} `code_required`; as `creationRequest`
 */
export async function beginForUser(
  context: Context,
  { eventContext, policy, held }: AdminEnrollment,
  { user, attachment, actor, binding, otp }: PasskeyRequest & { readonly actor: Actor },
): Promise<BegunEnroll> {
  checkOtpPolicy(policy, otp)
  const requested: CreationRequestInput = {
    user,
    held,
    attachment,
    organizationId: eventContext.organizationId,
    binding,
  }
  const { ceremony, options } = await creationRequest(context.settings, policy, requested)
  const boundTo = organizationOfScope(eventContext.scope)
  const sealed = {
    ...ceremony,
    enrolledBy: actor.id,
    ...(boundTo === undefined ? {} : { boundTo }),
    ...(otp === undefined ? {} : { otp }),
  }
  return { ceremony: await context.envelopes.seal('admin-enroll', sealed), options }
}

/**
 * Your app has configured that admins may register passkeys for users.
 *
 * @throws {PasskeyError} `forbidden`
 */
export function checkAdminsMayEnroll({ adminsMayEnroll }: Settings): void {
  if (!adminsMayEnroll) throw new PasskeyError('forbidden')
}

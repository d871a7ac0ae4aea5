import type { CodeRecord } from '@latchkey/storage'
import type { Binding } from '../ceremony/ceremony.js'
import type { Context } from '../context/context.js'
import { PasskeyError } from '../errors.js'
import type { Session } from '../host/host.js'
import { parseProfile } from '../host/profile.js'
import { newUserHandle } from '../passkey/user-handle.js'
import type { BegunWithCode } from './begin-with-code.js'
import { allowedAttachment, beginRegistration } from './creation-request.js'
import { describeUser } from './new-user.js'
import { policyForInvited } from './policy-for-invited.js'

export interface InvitedUser {
  /** The invitation of a user who does not exist yet. */
  readonly record: CodeRecord
  readonly session: Session | null | undefined
  readonly binding: Binding
}

/**
 * Begins the passkey of an invited user who does not exist yet: writes nothing. The user is created with the passkey.
 *
 * @throws {PasskeyError} `forbidden` if anyone is signed in; `passkeys_off`, `malformed`, `storage_unavailable`
 */
export async function beginForNewUser(
  context: Context,
  { record, session, binding }: InvitedUser,
): Promise<BegunWithCode> {
  const { settings, envelopes } = context
  const { id, userId, boundTo, createdBy, organizationId } = record
  if (session) throw new PasskeyError('forbidden')
  const { profile, sealable } = await parseProfile(record.profile, settings.profile)
  const policy = await policyForInvited(context, organizationId)
  const { ceremony, options } = await beginRegistration(settings, policy, {
    user: describeUser(userId, profile),
    userHandle: newUserHandle(settings),
    accountVersion: 0,
    exclude: [],
    attachment: allowedAttachment(policy, record.attachment),
    organizationId,
    binding,
  })
  const by = createdBy === undefined ? {} : { createdBy }
  const code = { id, purpose: 'invitation', expiresAt: record.expiresAt ?? ceremony.expiresAt, ...by } as const
  const bound = boundTo === undefined ? {} : { boundTo }
  return { ceremony: await envelopes.seal('enroll', { ...ceremony, ...bound, code, profile: sealable }), options }
}

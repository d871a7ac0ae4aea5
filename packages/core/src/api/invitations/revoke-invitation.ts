import { type AdminUserInput, adminTarget } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { PasskeyError } from '../../errors.js'
import { createEvent } from '../../events/create-event.js'
import { invitationsInReach } from './list-invitations.js'

/** The input of `invitations.revoke`. */
export interface InvitationRevokeInput extends AdminUserInput {
  /** The id of the invitation. */
  readonly id: string
}

/** Deletes an invitation. Documented on `Passkeys`. */
export async function revokeInvitation(context: Context, input: InvitationRevokeInput): Promise<void> {
  const { id } = input
  if (typeof id !== 'string' || !/^[\w-]{22}$/.test(id)) throw new PasskeyError('malformed')
  const eventContext = adminTarget(context, input)
  const invitations = await invitationsInReach(context, eventContext)
  if (!invitations.some((invitation) => invitation.id === id)) throw new PasskeyError('not_found')
  const revoked = createEvent('invitation.revoked', { invitationId: id }, eventContext)
  if ((await context.store.codes.revoke(id, [revoked])) === 'gone') throw new PasskeyError('not_found')
}

import type { CodeRecord } from '@latchkey/storage'
import type { AuthenticatorAttachment } from '@latchkey/wire'
import {
  type AdminEventContext,
  type AdminUserInput,
  adminTarget,
  organizationOfScope,
} from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { PasskeyError } from '../../errors.js'
import { createEvent } from '../../events/create-event.js'

/** An invitation as an admin sees it. Its code is not stored. */
export interface ListedInvitation {
  readonly id: string
  /** `closed`: it has no try or no redemption left. */
  readonly status: 'open' | 'used' | 'expired' | 'closed'
  readonly createdAt: number
  readonly expiresAt: number
  readonly triesLeft: number
  /** The admin who created it. */
  readonly createdBy?: string
  readonly organizationId?: string
  readonly attachment?: AuthenticatorAttachment
}

/** The invitations of a user that the admin's scope reaches, oldest first. Documented on `Passkeys`. */
export async function listInvitations(
  context: Context,
  input: AdminUserInput,
): Promise<{ readonly items: readonly ListedInvitation[] }> {
  const eventContext = adminTarget(context, input)
  const records = await invitationsInReach(context, eventContext)
  return { items: records.map((record) => describe(record, eventContext.at)) }
}

/**
 * The environment reaches every invitation, an organization its own.
 *
 * @throws {PasskeyError} `forbidden` without a scope; `storage_unavailable`
 */
async function invitationsInReach(
  { store }: Pick<Context, 'store'>,
  { rpId, userId, scope }: AdminEventContext,
): Promise<readonly CodeRecord[]> {
  if (scope === undefined) throw new PasskeyError('forbidden')
  const own = organizationOfScope(scope)
  const records = await store.codes.list(rpId, userId, 'invitation')
  return records.filter(({ boundTo }) => own === undefined || boundTo === own)
}

function describe(record: CodeRecord, now: number): ListedInvitation {
  const { id, createdAt, expiresAt = 0, triesLeft, createdBy, organizationId, attachment } = record
  return {
    id,
    status: statusOf(record, now),
    createdAt,
    expiresAt,
    triesLeft,
    ...(createdBy === undefined ? {} : { createdBy }),
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(attachment === undefined ? {} : { attachment }),
  }
}

function statusOf(
  { usedAt, expiresAt = 0, triesLeft, redemptionsLeft }: CodeRecord,
  now: number,
): ListedInvitation['status'] {
  if (usedAt !== undefined) return 'used'
  if (expiresAt <= now) return 'expired'
  return triesLeft < 1 || redemptionsLeft < 1 ? 'closed' : 'open'
}

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

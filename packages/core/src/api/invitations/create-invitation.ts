import type { AuthenticatorAttachment } from '@latchkey/wire'
import { type AdminUserInput, adminTarget, checkReach } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { PasskeyError } from '../../errors.js'
import { findUserById } from '../../host/find-user.js'
import { checkMode } from '../../policy/policy-checks.js'
import { allowedAttachment } from '../../registration/creation-request.js'
import { checkUrlTemplate } from './invitation-url.js'
import { checkAttachment, type Invitation, issueInvitation } from './issue-invitation.js'

/** The input of `invitations.create`. */
export interface InvitationCreateInput extends AdminUserInput {
  /**
   * The URL that the user gets, such as `https://example.com/join#{id}/{code}`. It may also name `{userId}` and
   * `{organizationId}`. The id and the code must be in the fragment.
   */
  readonly urlTemplate?: string | undefined
  /** Where the authenticator of the passkey must be. Default: as the policy says. */
  readonly attachment?: AuthenticatorAttachment | undefined
}

/** Invites a user to add a passkey, with a code that is valid for an hour. Documented on `Passkeys`. */
export async function createInvitation(context: Context, input: InvitationCreateInput): Promise<Invitation> {
  const { settings, policies } = context
  const { urlTemplate, attachment } = input
  checkUrlTemplate(urlTemplate)
  checkAttachment(attachment)
  const eventContext = adminTarget(context, input)
  const { userId, organizationId } = eventContext
  const organizations = await checkReach(context, eventContext)
  const policy = await policies.forMember({ organizations, organizationId })
  checkMode(policy)
  allowedAttachment(policy, attachment)
  if (!(await findUserById(settings.host, userId))) throw new PasskeyError('not_found')
  return issueInvitation(context, { eventContext, urlTemplate, attachment })
}

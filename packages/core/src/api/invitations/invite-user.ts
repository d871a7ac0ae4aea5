import type { AuthenticatorAttachment } from '@latchkey/wire'
import { adminTarget } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { PasskeyError } from '../../errors.js'
import type { Actor } from '../../events/create-event.js'
import { parseProfile } from '../../host/profile.js'
import { allowedAttachment } from '../../registration/creation-request.js'
import { assertIdentifiersFree, newUserId } from '../../registration/new-user.js'
import { policyForInvited } from '../../registration/policy-for-invited.js'
import { checkUrlTemplate } from './invitation-url.js'
import { checkAttachment, type Invitation, issueInvitation } from './issue-invitation.js'

/** The input of `admin.users.invite`. */
export interface UserInviteInput {
  /** A `Profile`, as for a sign-up: `email`, `phone`, `username`, `displayName` and `attributes`. */
  readonly profile: unknown
  /** The organization that the user is invited into. Default: the one of the actor's scope. */
  readonly organizationId?: string | undefined
  /** As for `invitations.create`. */
  readonly urlTemplate?: string | undefined
  /** Where the authenticator of the passkey must be. Default: as the policy says. */
  readonly attachment?: AuthenticatorAttachment | undefined
  readonly actor: Actor
}

/** An invitation of a user who does not exist yet. */
export interface UserInvitation extends Invitation {
  /** The id that the user will have. */
  readonly userId: string
}

/** Invites a user who does not exist yet. Documented on `AdminApi`. */
export async function inviteUser(context: Context, input: UserInviteInput): Promise<UserInvitation> {
  const { settings } = context
  const { urlTemplate, attachment, organizationId: named, actor } = input
  if (!settings.host.createUser) throw new TypeError('admin.users.invite needs host.createUser.')
  checkUrlTemplate(urlTemplate)
  checkAttachment(attachment)
  const userId = await newUserId(settings)
  const eventContext = adminTarget(context, { userId, organizationId: named, actor })
  const { scope, organizationId } = eventContext
  if (scope === undefined) throw new PasskeyError('forbidden')
  const { profile, sealable } = await parseProfile(input.profile, settings.profile)
  allowedAttachment(await policyForInvited(context, organizationId), attachment)
  // An admin of one organization must not learn who is a user elsewhere. The finish decides.
  if (scope === 'environment') await assertIdentifiersFree(settings, { userId, profile })
  const invitation = await issueInvitation(context, { eventContext, urlTemplate, attachment, profile: sealable })
  return { ...invitation, userId }
}

import type { AuthenticatorAttachment } from '@latchkey/wire'
import { type AdminUserInput, adminTarget, checkReach, organizationOfScope } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { PasskeyError } from '../../errors.js'
import { createEvent } from '../../events/create-event.js'
import { findUserById } from '../../host/find-user.js'
import { checkMode } from '../../policy/policy-checks.js'
import { allowedAttachment } from '../../registration/creation-request.js'
import { hashInvitationCode, newInvitationCode } from './invitation-code.js'
import { checkUrlTemplate, fillUrlTemplate } from './invitation-url.js'

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

/** A new invitation. The code is shown once: only its hash is stored. */
export interface Invitation {
  readonly id: string
  /** 12 characters. */
  readonly code: string
  readonly expiresAt: number
  /** Present if a template was given. */
  readonly url?: string
}

const lifeMs = 60 * 60 * 1000
/** Wrong codes. */
const mostTries = 5
/** A right code begins at most so many ceremonies. */
const mostRedemptions = 20

/** Invites a user to add a passkey, with a code that is valid for an hour. Documented on `Passkeys`. */
export async function createInvitation(context: Context, input: InvitationCreateInput): Promise<Invitation> {
  const { settings, store, policies } = context
  const { urlTemplate, attachment } = input
  checkUrlTemplate(urlTemplate)
  checkAttachment(attachment)
  const eventContext = adminTarget(context, input)
  const { rpId, userId, organizationId, actor, scope, at } = eventContext
  const organizations = await checkReach(context, eventContext)
  const policy = await policies.forMember({ organizations, organizationId })
  checkMode(policy)
  allowedAttachment(policy, attachment)
  if (!(await findUserById(settings.host, userId))) throw new PasskeyError('not_found')
  const boundTo = organizationOfScope(scope)
  const { id, code } = newInvitationCode(settings)
  const expiresAt = at + lifeMs
  const record = {
    id,
    purpose: 'invitation',
    rpId,
    userId,
    hash: await hashInvitationCode(settings, { id, code }),
    triesLeft: mostTries,
    redemptionsLeft: mostRedemptions,
    createdAt: at,
    expiresAt,
    ...(actor.id === undefined ? {} : { createdBy: actor.id }),
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(boundTo === undefined ? {} : { boundTo }),
    ...(attachment === undefined ? {} : { attachment }),
  } as const
  await store.codes.create([record], [createEvent('invitation.created', { invitationId: id, expiresAt }, eventContext)])
  const url =
    urlTemplate === undefined ? {} : { url: fillUrlTemplate(urlTemplate, { userId, organizationId, id, code }) }
  return { id, code, expiresAt, ...url }
}

function checkAttachment(attachment: unknown): void {
  if (attachment === undefined || attachment === 'platform' || attachment === 'cross-platform') return
  throw new TypeError("attachment must be 'platform' or 'cross-platform'.")
}

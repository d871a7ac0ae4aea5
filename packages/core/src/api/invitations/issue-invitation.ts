import type { AuthenticatorAttachment } from '@latchkey/wire'
import { type AdminEventContext, organizationOfScope } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { createEvent } from '../../events/create-event.js'
import { hashInvitationCode, newInvitationCode } from './invitation-code.js'
import { fillUrlTemplate } from './invitation-url.js'

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

/** An invitation that an admin may create. */
export interface IssuedInvitation {
  readonly eventContext: AdminEventContext
  readonly urlTemplate: string | undefined
  readonly attachment: AuthenticatorAttachment | undefined
  /** The profile of a user who does not exist yet. */
  readonly profile?: Readonly<Record<string, unknown>>
}

/** Stores a new invitation, and returns its code. */
export async function issueInvitation(
  { settings, store }: Context,
  { eventContext, urlTemplate, attachment, profile }: IssuedInvitation,
): Promise<Invitation> {
  const { rpId, userId, organizationId, actor, scope, at } = eventContext
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
    ...(profile === undefined ? {} : { profile }),
  } as const
  await store.codes.create([record], [createEvent('invitation.created', { invitationId: id, expiresAt }, eventContext)])
  const url =
    urlTemplate === undefined ? {} : { url: fillUrlTemplate(urlTemplate, { userId, organizationId, id, code }) }
  return { id, code, expiresAt, ...url }
}

/** @throws {TypeError} for an attachment that does not exist. */
export function checkAttachment(attachment: unknown): void {
  if (attachment === undefined || attachment === 'platform' || attachment === 'cross-platform') return
  throw new TypeError("attachment must be 'platform' or 'cross-platform'.")
}

import type { AuthenticatorAttachment } from '@latchkey/wire'
import {
  type AdminEventContext,
  type AdminUserInput,
  adminTarget,
  checkReach,
  organizationOfScope,
} from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { groupsOf } from '../../context/membership.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { PasskeyError } from '../../errors.js'
import { type Actor, createEvent } from '../../events/create-event.js'
import { findUserById } from '../../host/find-user.js'
import { parseProfile } from '../../host/profile.js'
import { checkMode } from '../../policy/policy-checks.js'
import { policyForInvited } from '../../registration/code-policy.js'
import { allowedAttachment } from '../../registration/creation-request.js'
import { assertIdentifiersFree, newUserId } from '../../registration/new-user.js'
import { hashInvitationCode, newInvitationCode } from './invitation-code.js'

/** The input of `invitations.create`. */
export interface InvitationCreateInput extends AdminUserInput {
  /**
   * The URL that the user gets, such as `https://example.com/join#{id}/{code}`. It may also name `{userId}` and
   * `{organizationId}`. The id and the code must be in the fragment.
   *
   * @default no `url` in the result
   */
  readonly urlTemplate?: string | undefined
  /**
   * Where the authenticator of the passkey must be.
   *
   * @default as the policy says
   */
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
  const groups = await groupsOf(settings, userId)
  const policy = await policies.forMember({ organizations, groups, organizationId })
  checkMode(policy)
  allowedAttachment(policy, attachment)
  if (!(await findUserById(settings.host, userId))) throw new PasskeyError('not_found')
  return issueInvitation(context, { eventContext, urlTemplate, attachment })
}

/** The input of `admin.users.invite`. */
export interface UserInviteInput extends RelyingPartyInput {
  /** A `Profile`, as for a sign-up: `email`, `phone`, `username`, `displayName` and `attributes`. */
  readonly profile: unknown
  /**
   * The organization that the user is invited into.
   *
   * @default the one of the actor's scope
   */
  readonly organizationId?: string | undefined
  /**
   * As for `invitations.create`.
   *
   * @default no `url` in the result
   */
  readonly urlTemplate?: string | undefined
  /**
   * Where the authenticator of the passkey must be.
   *
   * @default as the policy says
   */
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
async function issueInvitation(
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
function checkAttachment(attachment: unknown): void {
  if (attachment === undefined || attachment === 'platform' || attachment === 'cross-platform') return
  throw new TypeError("attachment must be 'platform' or 'cross-platform'.")
}

/** The values that a URL template of an invitation can name. */
export interface InvitationUrlValues {
  readonly userId: string
  readonly organizationId: string | undefined
  readonly id: string
  readonly code: string
}

const names: readonly string[] = ['userId', 'organizationId', 'id', 'code']
const placeholder = /\{([^{}]*)\}/g

/**
 * The template names the id and the code, each in the fragment, and nothing unknown. Browsers send no fragment, so no log
 * of a server has the code.
 *
 * @throws {TypeError} saying what to write instead.
 */
function checkUrlTemplate(template: unknown): asserts template is string | undefined {
  if (template === undefined) return
  if (typeof template !== 'string') throw new TypeError('urlTemplate must be a string.')
  const unknown = [...template.matchAll(placeholder)].find(([, name = '']) => !names.includes(name))
  if (unknown) throw new TypeError(`urlTemplate names an unknown value; it may name ${names.join(', ')}.`)
  const [page = '', ...fragments] = template.split('#')
  const fragment = fragments.join('#')
  for (const name of ['{id}', '{code}']) {
    if (!fragment.includes(name)) throw new TypeError(`urlTemplate must have ${name} in its fragment, behind #.`)
    if (page.includes(name)) throw new TypeError(`urlTemplate must have ${name} in its fragment alone.`)
  }
  const sample = fill(template, () => 'x')
  const isWeb = URL.canParse(sample) && /^https?:$/.test(new URL(sample).protocol)
  if (!isWeb) throw new TypeError('urlTemplate must be an absolute URL, such as https://example.com/join#{id}/{code}')
}

/** The URL with each value, encoded. An organization that is not named is empty. */
function fillUrlTemplate(template: string, values: InvitationUrlValues): string {
  return fill(template, (name) => encodeURIComponent(Object.entries(values).find(([key]) => key === name)?.[1] ?? ''))
}

function fill(template: string, toValue: (name: string) => string): string {
  return template.replaceAll(placeholder, (_, name: string) => toValue(name))
}

import type { PasskeyRecord } from '@latchkey/storage'
import { PasskeyError } from '../errors.js'
import { type Actor, type ActorScope, adminEventContext, type EventContext } from '../events/create-event.js'
import { isHostId, parseOrganizationId, parseUserId } from '../host/ids.js'
import type { Context } from './context.js'
import { checkMember, type Memberships, organizationsOf } from './membership.js'
import type { RelyingPartyInput } from './relying-party-input.js'

/** The input of every method of `admin` that is about one user. */
export interface AdminUserInput extends RelyingPartyInput {
  readonly userId: string
  /**
   * The organization that the admin acts for: a user who is not one of its members is `forbidden`.
   *
   * @default the one of the actor's scope
   */
  readonly organizationId?: string | undefined
  /** The admin, and how far the admin's rights reach. */
  readonly actor: Actor
}

/** An admin's action on one user, with its time. */
export interface AdminEventContext extends EventContext {
  readonly userId: string
  readonly scope: ActingScope
}

/**
 * The action of an admin on one user. `checkReach` checks later whether the scope reaches that user.
 *
 * @throws {PasskeyError} `forbidden` for another organization than the actor's; `malformed`
 * @throws {TypeError} without an actor.
 */
export function adminTarget(
  context: Context,
  input: Omit<AdminUserInput, 'actor'> & { readonly actor: Actor | 'system' },
): AdminEventContext {
  const userId = parseUserId(input.userId)
  const named = parseOrganizationId(input.organizationId)
  const eventContext = adminEventContext(context, input.actor, { userId })
  const scope = actingScope(input.actor, named)
  return { ...eventContext, userId, organizationId: named ?? organizationOfScope(scope), scope }
}

/**
 * The scope reaches the user, or the passkey if one is named. An organization reaches passkeys that are bound to it,
 * and those of its members who are in no other organization. Your app is asked right before the change. Returns the
 * user's organizations.
 *
 * @throws {PasskeyError} `forbidden`
 */
export async function checkReach(
  { settings }: Pick<Context, 'settings'>,
  { userId, organizationId, scope }: AdminEventContext,
  passkey?: Pick<PasskeyRecord, 'boundTo'>,
): Promise<Memberships> {
  const organizations = await organizationsOf(settings, userId)
  checkMember(organizations, organizationId)
  if (!isWithinReach(scope, organizations, passkey)) throw new PasskeyError('forbidden')
  return organizations
}

/**
 * The organization whose events an admin reads; undefined for all of them.
 *
 * @throws {PasskeyError} `forbidden` for another organization than the actor's; `malformed`
 * @throws {TypeError} without an actor.
 */
export function organizationToRead(
  context: Context,
  { actor, organizationId }: Pick<AdminUserInput, 'actor' | 'organizationId'>,
): string | undefined {
  const named = parseOrganizationId(organizationId)
  adminEventContext(context, actor, {})
  const scope = actingScope(actor, named)
  return named ?? organizationOfScope(scope)
}

/** Whether a scope reaches a user of these organizations, or one passkey of that user. */
export function isWithinReach(
  scope: ActingScope,
  organizations: Memberships,
  passkey?: Pick<PasskeyRecord, 'boundTo'>,
): boolean {
  if (scope === 'environment') return true
  const own = scope?.organizationId
  return (own !== undefined && passkey?.boundTo === own) || organizations.every((id) => id === own)
}

/** The scope of an action; undefined if neither the actor nor the request names one. */
export type ActingScope = ActorScope | undefined

/**
 * The scope of an action: the actor's own. If the actor has none, the organization that the request names.
 *
 * @throws {PasskeyError} `forbidden` for another organization than the actor's.
 * @throws {TypeError} for a scope that is neither `environment` nor an organization.
 */
export function actingScope(actor: Actor | 'system', organizationId: string | undefined): ActingScope {
  if (actor === 'system') return 'environment'
  const scope = readScope(actor.scope)
  if (scope === undefined) return organizationId === undefined ? undefined : { organizationId }
  const isElsewhere = scope !== 'environment' && organizationId !== undefined && organizationId !== scope.organizationId
  if (isElsewhere) throw new PasskeyError('forbidden')
  return scope
}

/** The organization that the scope is confined to. */
export function organizationOfScope(scope: ActingScope): string | undefined {
  return scope === undefined || scope === 'environment' ? undefined : scope.organizationId
}

/**
 * The actor acts for the whole environment.
 *
 * @throws {PasskeyError} `forbidden`
 */
export function checkEnvironment(scope: ActingScope): void {
  if (scope !== 'environment') throw new PasskeyError('forbidden')
}

/**
 * The action is on this organization, or on the whole environment if none is named, and the actor is not confined to
 * another organization.
 *
 * @throws {PasskeyError} `forbidden`
 * @throws {TypeError} for a scope that is neither `environment` nor an organization.
 */
export function checkConfined(actor: Actor, organizationId: string | undefined): void {
  const confinedTo = organizationOfScope(actingScope(actor, organizationId))
  if (confinedTo !== organizationId && confinedTo !== undefined) throw new PasskeyError('forbidden')
}

function readScope(scope: unknown): ActingScope {
  if (scope === undefined || scope === 'environment') return scope
  const organizationId =
    typeof scope === 'object' && scope !== null && 'organizationId' in scope && scope.organizationId
  if (isHostId(organizationId)) return { organizationId }
  throw new TypeError("actor.scope must be 'environment' or { organizationId }.")
}

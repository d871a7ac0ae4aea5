import { PasskeyError } from '../errors.js'
import type { Actor, ActorScope } from '../events/create-event.js'
import { isHostId } from '../host/user-id.js'

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

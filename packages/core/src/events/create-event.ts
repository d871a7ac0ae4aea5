import type { EventActor, EventName, EventRecord, PasskeyRecord } from '@latchkey/storage'
import { encodeBase64url } from '@latchkey/wire'
import { platform } from '#platform'
import type { Settings } from '../config/settings.js'
import { isHostId } from '../host/ids.js'
import { toHexadecimal } from '../webauthn/parse/hexadecimal.js'
import type { EventData, PasskeyReference } from './event-data.js'

/** Who acts, about whom and when: what an event holds besides its data. */
export interface EventContext {
  readonly at: number
  readonly rpId: string
  readonly userId?: string | undefined
  readonly organizationId?: string | undefined
  readonly actor: EventActor
  readonly nextEventId: NextEventId
}

/** The scope of an admin's rights: everywhere, or in one organization. */
export type ActorScope = 'environment' | { readonly organizationId: string }

/** The admin who acts. Every resulting event names the admin. */
export interface Actor {
  /** Your app's id of the person, 1 to 255 characters. */
  readonly id: string
  /**
   * Default: the organization that the request names. If it names none, there is no scope: users in any organization
   * are then out of reach, and actions on the environment are `forbidden`.
   */
  readonly scope?: ActorScope | undefined
}

/** What every event takes from its `createPasskeys`. */
export interface EventSource {
  readonly settings: Pick<Settings, 'now' | 'relyingParty'>
  readonly nextEventId: NextEventId
}

/**
 * The event context of an action by an admin, or by your app itself (`system`).
 *
 * @throws {TypeError} without an actor.
 */
export function adminEventContext(
  { settings, nextEventId }: EventSource,
  actor: Actor | 'system',
  about: { readonly userId?: string | undefined; readonly organizationId?: string | undefined },
): EventContext {
  const { userId, organizationId } = about
  return {
    at: settings.now(),
    rpId: settings.relyingParty.id,
    userId,
    organizationId,
    actor: actor === 'system' ? { type: 'system' } : { type: 'admin', id: assertActorId(actor) },
    nextEventId,
  }
}

function assertActorId(actor: Actor | undefined): string {
  if (isHostId(actor?.id)) return actor.id
  throw new TypeError('actor must be { id } with 1 to 255 characters, the admin who acts.')
}

/** The event context of a user's own action. */
export function userEventContext(
  { settings, nextEventId }: EventSource,
  { userId, organizationId }: { readonly userId: string; readonly organizationId?: string | undefined },
): EventContext {
  const actor = { type: 'user', id: userId } as const
  return { at: settings.now(), rpId: settings.relyingParty.id, userId, organizationId, actor, nextEventId }
}

/** Creates one event. Its id sorts after those of earlier events. */
export function createEvent<Name extends EventName & keyof EventData>(
  name: Name,
  data: EventData[Name],
  { at, rpId, userId, organizationId, actor, nextEventId }: EventContext,
): EventRecord {
  return {
    id: nextEventId(at),
    name,
    at,
    rpId,
    ...(userId === undefined ? {} : { userId }),
    ...(organizationId === undefined ? {} : { organizationId }),
    actor,
    data: { ...data },
  }
}

/** The name is the one at this time: the record may be deleted before the event is read. */
export function referenceTo({ id, name }: Pick<PasskeyRecord, 'id' | 'name'>): PasskeyReference {
  return { passkeyId: id, passkeyName: name }
}

/**
 * Events that report on a ceremony. Each is stored once per name and code, even if the ceremony is replayed. The id
 * still reflects the time, so events stay in order.
 */
export function markOnce(ceremonyId: string, events: readonly EventRecord[]): Promise<readonly EventRecord[]> {
  return Promise.all(events.map(async (event) => ({ ...event, once: await digestOf(ceremonyId, event) })))
}

async function digestOf(ceremonyId: string, { name, data }: EventRecord): Promise<string> {
  return encodeBase64url(await platform.sha256(JSON.stringify([ceremonyId, name, data.reason ?? null])))
}

/** Makes the id of the next event. */
export type NextEventId = (at: number) => string

const timeDigits = 12
const mostInOneMillisecond = 0x10000

/**
 * Ids that sort in creation order within this process, even if its clock moves backwards, and by time between
 * processes.
 */
export function createEventIds(randomBytes: (length: number) => Uint8Array): NextEventId {
  let lastAt = 0
  let count = 0
  return (at) => {
    count = at > lastAt ? 0 : (count + 1) % mostInOneMillisecond
    lastAt = Math.max(at, lastAt)
    return digitsOf(lastAt) + count.toString(16).padStart(4, '0') + toHexadecimal(randomBytes(8))
  }
}

/** Less than every id of this instant and later, greater than every earlier one. */
export function firstEventId(at: number): string {
  return digitsOf(at)
}

/** The instant in an id. */
export function timeOfEventId(id: string): number {
  return Number.parseInt(id.slice(0, timeDigits), 16)
}

function digitsOf(at: number): string {
  return at.toString(16).padStart(timeDigits, '0')
}

import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import { isHostId } from '../host/ids.js'
import type { RelyingPartyInput } from './relying-party-input.js'

/** All organizations of a user, from your app. Queried once per call and passed on. */
export type Memberships = readonly string[]

/** The user's organizations. */
export async function organizationsOf({ host }: Pick<Settings, 'host'>, userId: string): Promise<Memberships> {
  return (await host.organizationsOf?.({ userId })) ?? (await askInOne({ host }, [userId]))?.get(userId) ?? []
}

/** What a user belongs to. */
export interface Membership {
  readonly organizations: Memberships
  readonly groups: readonly string[]
}

/** What the user belongs to, from your app. */
export async function membershipOf(settings: Pick<Settings, 'host'>, userId: string): Promise<Membership> {
  const [organizations, groups] = await Promise.all([organizationsOf(settings, userId), groupsOf(settings, userId)])
  return { organizations, groups }
}

/**
 * The user's groups.
 *
 * @throws {TypeError} if your app returns an id that no store can hold.
 */
export async function groupsOf({ host }: Pick<Settings, 'host'>, userId: string): Promise<readonly string[]> {
  const groups: unknown = (await host.groupsOf?.({ userId })) ?? []
  if (Array.isArray(groups) && groups.every(isHostId)) return groups
  throw new TypeError('host.groupsOf must return an array of ids of 1 to 255 characters.')
}

/** The groups of each user, in batches of calls. */
export async function groupsOfMany(
  settings: Pick<Settings, 'host'>,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  return settings.host.groupsOf ? askEach(userIds, (userId) => groupsOf(settings, userId)) : new Map()
}

async function askEach(
  userIds: readonly string[],
  ask: (userId: string) => Promise<readonly string[]>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const [distinct, asked] = [[...new Set(userIds)], new Map<string, readonly string[]>()]
  for (let at = 0; at < distinct.length; at += mostAtOnce) {
    const some = distinct.slice(at, at + mostAtOnce)
    const answers = await Promise.all(some.map(ask))
    for (const [index, userId] of some.entries()) asked.set(userId, answers[index] ?? [])
  }
  return asked
}

/** The maximum number of simultaneous calls, if each user needs one. */
const mostAtOnce = 20

/** The organizations of each user: in one call if the host supports it, else in batches of calls. */
export async function organizationsOfMany(
  settings: Pick<Settings, 'host'>,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, Memberships>> {
  const distinct = [...new Set(userIds)]
  const known = distinct.length === 0 ? new Map<string, Memberships>() : await askInOne(settings, distinct)
  return known ?? askEach(distinct, (userId) => organizationsOf(settings, userId))
}

async function askInOne({ host }: Pick<Settings, 'host'>, userIds: readonly string[]) {
  const answer = await host.organizationsOfMany?.({ userIds })
  if (answer === undefined || answer instanceof Map) return answer
  throw new TypeError('host.organizationsOfMany must return a Map of user ids and their organizations.')
}

/**
 * The user belongs to the named organization, if any.
 *
 * @throws {PasskeyError} `forbidden`
 */
export function checkMember(organizations: Memberships, organizationId: string | undefined): void {
  if (organizationId !== undefined && !organizations.includes(organizationId)) throw new PasskeyError('forbidden')
}

/** Of one organization, for a user in these groups. */
export interface EffectiveInput extends OrganizationInput {
  /**
   * The ids of a user's groups.
   *
   * @default none
   */
  readonly groups?: readonly string[] | undefined
}

/** The scope of a value: one organization, or the environment if none is named. */
export interface OrganizationInput extends RelyingPartyInput {
  /** @default none: the environment's policy applies */
  readonly organizationId?: string | undefined
}

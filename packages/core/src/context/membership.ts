import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'

/** All organizations of a user, from your app. Queried once per call and passed on. */
export type Memberships = readonly string[]

/** The user's organizations. */
export async function organizationsOf({ host }: Pick<Settings, 'host'>, userId: string): Promise<Memberships> {
  return (await host.organizationsOf?.({ userId })) ?? (await askInOne({ host }, [userId]))?.get(userId) ?? []
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
  if (known) return known
  const asked = new Map<string, Memberships>()
  for (let at = 0; at < distinct.length; at += mostAtOnce) {
    const some = distinct.slice(at, at + mostAtOnce)
    const answers = await Promise.all(some.map((userId) => organizationsOf(settings, userId)))
    for (const [index, userId] of some.entries()) asked.set(userId, answers[index] ?? [])
  }
  return asked
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

/** The scope of a value: one organization, or the environment if none is named. */
export interface OrganizationInput {
  /** @default none: the environment's policy applies */
  readonly organizationId?: string | undefined
}

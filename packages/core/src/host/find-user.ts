import type { Host, HostUser } from './host.js'
import { isHostId } from './ids.js'

/**
 * The user that your app finds by an identifier, or undefined.
 *
 * @throws {TypeError} if the returned value is not a user. The message says what to return instead.
 */
export async function findUser({ findUser: find }: Host, identifier: string): Promise<HostUser | undefined> {
  if (!find) throw new TypeError('A sign-in with an identifier needs host.findUser.')
  const user = (await find(identifier)) ?? undefined
  const issue = user === undefined ? undefined : userIssue(user)
  if (issue) throw new TypeError(`host.findUser returned a user ${issue}`)
  return user
}

/**
 * The user with this id in your app, or undefined.
 *
 * @throws {TypeError} without `host.findUserById`, or if it returns another user or one without a name.
 */
export async function findUserById({ findUserById: find }: Host, userId: string): Promise<HostUser | undefined> {
  if (!find) throw new TypeError('An invitation needs host.findUserById.')
  const user = (await find(userId)) ?? undefined
  if (user === undefined) return undefined
  const issue = userIssue(user)
  if (issue) throw new TypeError(`host.findUserById returned a user ${issue}`)
  if (user.id !== userId) throw new TypeError('host.findUserById returned a user with another id.')
  return user
}

/** The issue of a user from your app: what to return instead; undefined if it is valid. */
export function userIssue(user: unknown): string | undefined {
  if (typeof user !== 'object' || user === null) return 'that is not an object; write { id, name }.'
  const { id }: Record<string, unknown> = { ...user }
  if (typeof id === 'number' || typeof id === 'bigint') return 'whose id is a number; write String(user.id).'
  if (Array.isArray(user)) return 'that is an array; use its first element, or undefined.'
  if (id === undefined) return `without an id (it has ${Object.keys(user).join(', ')}); write { id, name }.`
  return isHostId(id) ? undefined : 'whose id is not a string of 1 to 255 characters.'
}

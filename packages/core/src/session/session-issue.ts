import { instantIssue } from '../host/instant.js'
import { isHostId } from '../host/user-id.js'

/** Smaller values are probably seconds instead of milliseconds. */
const fewestMilliseconds = 1e11
/** Values further ahead are probably microseconds, or a clock is wrong by a day. */
const furthestAhead = 86_400_000

/** The issue of a session from your app, starting with the member's name; undefined if it is valid. */
export function sessionIssue(session: object, now: number): string | undefined {
  const { userId, authenticatedAt, methods }: Record<string, unknown> = { ...session }
  if (typeof userId === 'number') return 'userId is a number; write String(user.id).'
  if (!isHostId(userId)) return 'userId must be a string of 1 to 255 characters.'
  const issue = momentIssue(authenticatedAt, now)
  if (issue) return `authenticatedAt ${issue}`
  if (!Array.isArray(methods)) return "methods must be an array, such as [{ name: 'password', at: Date.now() }]."
  return methods.flatMap((method, index) => methodIssue(method, index, now) ?? [])[0] ?? memberIssue(session)
}

function memberIssue(session: object): string | undefined {
  const { organizationId, partial, delegated }: Record<string, unknown> = { ...session }
  if (organizationId !== undefined && !isHostId(organizationId))
    return 'organizationId must be a string of 1 to 255 characters; leave it out outside organizations.'
  const isSwitch = (value: unknown) => value === undefined || typeof value === 'boolean'
  if (!isSwitch(partial)) return 'partial must be true or false.'
  return isSwitch(delegated) ? undefined : 'delegated must be true or false.'
}

function methodIssue(method: unknown, index: number, now: number): string | undefined {
  const place = `methods.${index}`
  if (typeof method === 'string') return `${place} is text; write { name: '${method}', at: session.authenticatedAt }.`
  if (typeof method !== 'object' || method === null) return `${place} must be { name, at }.`
  const { name, at, passkeyId }: Record<string, unknown> = { ...method }
  if (typeof name !== 'string' || name === '') return `${place}.name must be text, such as 'password'.`
  if (passkeyId !== undefined && typeof passkeyId !== 'string')
    return `${place}.passkeyId must be text: the passkey.id of the sign-in.`
  const issue = momentIssue(at, now)
  return issue && `${place}.at ${issue}`
}

function momentIssue(value: unknown, now: number): string | undefined {
  const issue = instantIssue(value)
  if (issue) return issue
  const at = Number(value)
  if (at > 0 && at < fewestMilliseconds && now >= fewestMilliseconds) return 'looks like seconds; give milliseconds.'
  return at - now > furthestAhead ? 'is more than a day ahead; give epoch milliseconds.' : undefined
}

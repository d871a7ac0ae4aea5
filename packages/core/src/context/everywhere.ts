import type { EventContext } from '../events/create-event.js'
import type { Context } from './context.js'
import { rpIdsOf } from './environment-storage.js'

/** An action on one user. */
export interface UserEventContext extends EventContext {
  readonly userId: string
  /** Whether the action was asked for at one relying party alone. */
  readonly onlyHere?: boolean
}

/**
 * Does the same at this relying party, and then at each other one that concerns the user. After a failure, calling it
 * again does the rest.
 */
export async function everywhere<About extends UserEventContext, Result>(
  { settings, store }: Pick<Context, 'settings' | 'store'>,
  about: About,
  act: (about: About) => Promise<Result>,
): Promise<readonly [Result, ...Result[]]> {
  const others = about.onlyHere ? [] : await otherRpIds({ settings, store }, about)
  const results: [Result, ...Result[]] = [await act(about)]
  for (const rpId of others) results.push(await act({ ...about, rpId }))
  return results
}

/**
 * The other RP IDs of the environment that concern a user: the configured ones, account or not, because of the ceremony of
 * a first passkey; and those that are no longer configured, where the user has an account.
 */
export async function otherRpIds(
  { settings, store }: Pick<Context, 'settings' | 'store'>,
  { rpId, userId }: Pick<UserEventContext, 'rpId' | 'userId'>,
): Promise<readonly string[]> {
  const keys = await store.accounts.listRelyingParties(userId)
  const all = new Set([...settings.rpIds, ...rpIdsOf(settings.environment, keys)])
  return [...all].filter((other) => other !== rpId)
}

import type { EventContext } from '../events/create-event.js'
import type { Context } from './context.js'
import { rpIdsOf } from './environment-storage.js'

/** An action on one user. */
export interface UserEventContext extends EventContext {
  readonly userId: string
}

/**
 * Does the same at this relying party, account or not, so that it also concerns the ceremony of a first passkey; and then
 * at each other one where the user has an account, those that are no longer configured included. After a failure, calling
 * it again does the rest.
 */
export async function everywhere<About extends UserEventContext, Result>(
  { settings, store }: Pick<Context, 'settings' | 'store'>,
  about: About,
  act: (about: About) => Promise<Result>,
): Promise<readonly [Result, ...Result[]]> {
  const keys = await store.accounts.listRelyingParties(about.userId)
  const results: [Result, ...Result[]] = [await act(about)]
  for (const rpId of rpIdsOf(settings.environment, keys)) {
    if (rpId !== about.rpId) results.push(await act({ ...about, rpId }))
  }
  return results
}

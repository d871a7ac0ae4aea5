import type { SignalsJSON } from '@latchkey/wire'
import type { Context } from '../../context/context.js'
import type { Session } from '../../host/host.js'
import { type UserNames, userSignals } from '../../passkey/signals.js'
import { checkMode } from '../../policy/policy-checks.js'
import { checkSession } from '../../session/session.js'

export interface SignalsInput {
  readonly session: Session | null
  /** What the host calls the user now. */
  readonly user: UserNames
}

/**
 * All that the user's browser should be told of the passkeys it may hold: every one the user has, suspended ones
 * included, and what the user is called now. For after a change that another browser made: the user's name, or what
 * an admin did to the passkeys.
 *
 * @throws {PasskeyError} `not_signed_in`, `passkeys_off`, `storage_unavailable`
 */
export async function listSignals(context: Context, { session, user }: SignalsInput): Promise<SignalsJSON> {
  const { settings, store, policies } = context
  checkSession(session, context.settings.now())
  checkMode(await policies.forUser(session.userId, session.organizationId))
  const rpId = settings.relyingParty.id
  return userSignals(rpId, await store.passkeys.listByUser(rpId, session.userId), user)
}

import type { SignalsJSON } from '@latchkey/wire'
import type { Context } from '../../context/context.js'
import type { Session } from '../../host/host.js'
import { type UserNames, userSignals } from '../../passkey/signals.js'
import { checkMode } from '../../policy/policy-checks.js'
import { checkSession } from '../../session/session.js'

/** What `manage.signals` takes. */
export interface SignalsInput {
  readonly session: Session | null
  /** The user's current names in your app. */
  readonly user: UserNames
}

/** The signals for all of the user's passkeys. See `Passkeys`. */
export async function listSignals(context: Context, { session, user }: SignalsInput): Promise<SignalsJSON> {
  const { settings, store, policies } = context
  checkSession(session, context.settings.now())
  checkMode(await policies.forUser(session.userId, session.organizationId))
  const rpId = settings.relyingParty.id
  return userSignals(rpId, await store.passkeys.listByUser(rpId, session.userId), user)
}

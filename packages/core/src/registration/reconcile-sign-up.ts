import type { AccountRecord } from '@latchkey/storage'
import type { Context } from '../context/context.js'
import type { RelyingPartyInput } from '../context/relying-party-input.js'
import { newUserHandle } from '../passkey/user-handle.js'

/** What `signUp.reconcile` takes. */
export interface ReconcileInput extends RelyingPartyInput {
  /** The id of a user that `host.createUser` has created and that is still pending, 1 to 255 characters. */
  readonly userId: string
}

/** The outcome for a pending user. */
export interface ReconciledSignUp {
  readonly settled: 'confirmed' | 'discarded'
}

/**
 * Confirms or discards a pending user, depending on whether the passkey of the sign-up is stored. No passkey is
 * stored for a discarded user, even if the sign-up is still in progress. Safe to repeat, also for a user who is not
 * pending. See `Passkeys`.
 */
export async function reconcileSignUp(context: Context, { userId }: ReconcileInput): Promise<ReconciledSignUp> {
  const { confirmUser, discardUser } = context.settings.host
  if (!confirmUser || !discardUser) throw new TypeError('signUp.reconcile needs host.confirmUser and host.discardUser.')
  const { passkeyCount } = await accountFor(context, userId)
  if (passkeyCount > 0) await confirmUser({ userId })
  else await discardUser({ userId })
  return { settled: passkeyCount > 0 ? 'confirmed' : 'discarded' }
}

/**
 * The user's account, created now if it does not exist: the passkey of a sign-up is added only for a user without an
 * account.
 */
async function accountFor({ settings, store }: Context, userId: string): Promise<AccountRecord> {
  const { id: rpId } = settings.relyingParty
  const { account } = await store.passkeys.listByUser(rpId, userId)
  if (account && account.purgedAt === undefined) return account
  return store.accounts.recordPrompt({
    rpId,
    userId,
    userHandle: newUserHandle(settings),
    at: settings.now(),
    what: 'cleared',
    events: [],
  })
}

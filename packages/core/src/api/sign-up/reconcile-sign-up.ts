import type { AccountRecord } from '@latchkey/storage'
import type { Context } from '../../context/context.js'
import { newUserHandle } from '../../passkey/user-handle.js'

/** What `signUp.reconcile` takes. */
export interface ReconcileInput {
  /** A user whom `host.createUser` has made and who is still pending, 1 to 255 characters. */
  readonly userId: string
}

/** What has become of a pending user. */
export interface ReconciledSignUp {
  readonly settled: 'confirmed' | 'discarded'
}

/**
 * A pending user is one no more: confirmed where the passkey of the sign-up is kept, and else discarded, by the host's
 * `confirmUser` and `discardUser`. No passkey comes after a user who was discarded, even if the sign-up is still going
 * on. Safe twice, and for a user who is not pending; call it for those who have been for longer than ten minutes, which
 * no sign-up lasts.
 *
 * @throws {PasskeyError} `storage_unavailable`
 * @throws {TypeError} where the host has no `confirmUser` and `discardUser`.
 */
export async function reconcileSignUp(context: Context, { userId }: ReconcileInput): Promise<ReconciledSignUp> {
  const { confirmUser, discardUser } = context.settings.host
  if (!confirmUser || !discardUser) throw new TypeError('signUp.reconcile needs host.confirmUser and host.discardUser.')
  const { passkeyCount } = await accountFor(context, userId)
  if (passkeyCount > 0) await confirmUser({ userId })
  else await discardUser({ userId })
  return { settled: passkeyCount > 0 ? 'confirmed' : 'discarded' }
}

/** The account as it is, or one made now: a passkey of a sign-up is added for a user without one, and for nobody else. */
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

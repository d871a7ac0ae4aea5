import type { PasskeyRecord } from '@latchkey/storage'
import type { Settings } from '../../config/settings.js'
import type { Context } from '../../context/context.js'
import { PasskeyError } from '../../errors.js'
import type { NewUser } from '../../host/host.js'
import { type NewPasskey, registerPasskey } from '../../registration/register-passkey.js'
import { assertIdentifiersFree } from './begin-sign-up.js'
import { reconcileSignUp } from './reconcile-sign-up.js'

/**
 * User and passkey come into being together or not at all: in one transaction, or, where the host has a `confirmUser`,
 * by a pending user who becomes one with the passkey.
 *
 * @throws {PasskeyError} what `registerPasskey` throws; `identifier_taken`, also where a unique index of the host's has
 *   decided; what the host rejects with.
 */
export async function createUser(context: Context, user: NewUser, added: NewPasskey): Promise<PasskeyRecord> {
  const keep = context.settings.host.confirmUser ? keepOneAfterTheOther : keepAtOnce
  return keep(context, user, added)
}

function keepAtOnce(context: Context, user: NewUser, added: NewPasskey): Promise<PasskeyRecord> {
  const { settings } = context
  const createUser = async (transaction: unknown) => settings.host.createUser?.(user, transaction)
  return orIdentifierTaken(settings, user, () => registerPasskey(context, { ...added, createUser }))
}

/** Whichever step is the last that happens, the user is settled by what is kept then. */
async function keepOneAfterTheOther(context: Context, user: NewUser, added: NewPasskey): Promise<PasskeyRecord> {
  const { settings } = context
  const { userId } = user
  await assertAddable(context, added)
  await orIdentifierTaken(settings, user, async () => settings.host.createUser?.(user))
  try {
    const passkey = await registerPasskey(context, added)
    await settings.host.confirmUser?.({ userId })
    return passkey
  } catch (error) {
    // What cannot be settled now is so later; what went wrong first is what is told.
    await reconcileSignUp(context, { userId }).catch(() => undefined)
    throw error
  }
}

/**
 * What the store would refuse is refused before there is a user: a sign-up that is sent again and again creates none.
 *
 * @throws {PasskeyError} `ceremony_spent`, `account_changed`, `already_registered`
 */
async function assertAddable(
  { settings, store, decoys }: Context,
  { ceremony, registration }: NewPasskey,
): Promise<void> {
  const { id: rpId } = settings.relyingParty
  const { id } = registration.credential
  // Read before what is spent: the same call stores both, so an account of this very ceremony is never another's.
  const { account } = await store.passkeys.listByUser(rpId, ceremony.userId)
  if (await store.passkeys.isSpent(ceremony.id)) throw new PasskeyError('ceremony_spent')
  if (account) throw new PasskeyError('account_changed')
  const [found, isDecoy] = await Promise.all([store.passkeys.find(rpId, id), decoys.isDecoy(id)])
  if (found || isDecoy) throw new PasskeyError('already_registered')
}

/** The host need not know our codes: who has lost the race for an identifier finds it with somebody else. */
async function orIdentifierTaken<Made>(settings: Settings, user: NewUser, make: () => Promise<Made>): Promise<Made> {
  try {
    return await make()
  } catch (cause) {
    if (!(cause instanceof PasskeyError)) await assertIdentifiersFree(settings, user, { cause })
    throw cause
  }
}

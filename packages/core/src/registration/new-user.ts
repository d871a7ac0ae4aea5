import type { PasskeyRecord } from '@latchkey/storage'
import { encodeBase64url } from '@latchkey/wire'
import type { Settings } from '../config/settings.js'
import type { Context } from '../context/context.js'
import { PasskeyError, type PasskeyErrorOptions } from '../errors.js'
import { findUser } from '../host/find-user.js'
import type { HostUser, NewUser } from '../host/host.js'
import { assertHostId } from '../host/ids.js'
import { identifierNames, type Profile } from '../host/profile.js'
import { reconcileSignUp } from './reconcile-sign-up.js'
import { type NewPasskey, registerPasskey } from './register-passkey.js'

/**
 * User and passkey are created together or not at all: in one transaction, or, if your app has a `confirmUser`, by a
 * pending user who is confirmed with the passkey.
 *
 * @throws {PasskeyError} what `registerPasskey` throws; `identifier_taken`, also when a unique index of your app has
 *   decided; what your app rejects with.
 */
export async function createUser(context: Context, user: NewUser, added: NewPasskey): Promise<PasskeyRecord> {
  const keep = context.settings.host.confirmUser ? createInSteps : createInTransaction
  return keep(context, user, added)
}

function createInTransaction(context: Context, user: NewUser, added: NewPasskey): Promise<PasskeyRecord> {
  const { settings } = context
  const createUser = async (transaction: unknown) => settings.host.createUser?.(user, transaction)
  return orIdentifierTaken(settings, user, () => registerPasskey(context, { ...added, createUser }))
}

/** Whichever step is the last to complete, what is stored then decides about the user. */
async function createInSteps(context: Context, user: NewUser, added: NewPasskey): Promise<PasskeyRecord> {
  const { settings } = context
  const { userId } = user
  await assertAddable(context, added)
  await orIdentifierTaken(settings, user, async () => settings.host.createUser?.(user))
  try {
    const passkey = await registerPasskey(context, added)
    await settings.host.confirmUser?.({ userId })
    return passkey
  } catch (error) {
    // If this fails, a later call settles it; the error to report is the first one.
    await reconcileSignUp(context, { userId }).catch(() => undefined)
    throw error
  }
}

/**
 * Refuses before a user is created what the store would refuse: a sign-up that is sent repeatedly creates no user.
 *
 * @throws {PasskeyError} `ceremony_spent`, `account_changed`, `already_registered`
 */
async function assertAddable(
  { settings, store, decoys }: Context,
  { ceremony, registration }: NewPasskey,
): Promise<void> {
  const { id: rpId } = settings.relyingParty
  const { id } = registration.credential
  // Read before the spent ids: one call stores all three, so what this very ceremony has stored is never taken for
  // another's.
  const [{ account }, found, isDecoy] = await Promise.all([
    store.passkeys.listByUser(rpId, ceremony.userId),
    store.passkeys.find(rpId, id),
    decoys.isDecoy(id),
  ])
  if (await store.passkeys.isSpent(ceremony.id)) throw new PasskeyError('ceremony_spent')
  if (account) throw new PasskeyError('account_changed')
  if (found || isDecoy) throw new PasskeyError('already_registered')
}

/**
 * Your app need not know Latchkey's codes: if the creation failed and another user now has an identifier, it was
 * taken.
 */
async function orIdentifierTaken<Made>(settings: Settings, user: NewUser, make: () => Promise<Made>): Promise<Made> {
  try {
    return await make()
  } catch (cause) {
    if (!(cause instanceof PasskeyError)) await assertIdentifiersFree(settings, user, { cause })
    throw cause
  }
}

/** The names that the authenticator shows: the first identifier of the profile, and the display name. */
export function describeUser(id: string, profile: Profile): HostUser {
  const [name = ''] = identifierNames.flatMap((identifier) => profile[identifier] ?? [])
  return { id, name, displayName: profile.displayName ?? name }
}

export async function newUserId({ host, randomBytes }: Settings): Promise<string> {
  return host.newUserId ? assertHostId(await host.newUserId(), 'newUserId') : encodeBase64url(randomBytes(16))
}

/**
 * No other user has an identifier of the profile.
 *
 * @throws {PasskeyError} `identifier_taken`, with an issue for each that is taken.
 */
export async function assertIdentifiersFree(
  { host }: Settings,
  { userId, profile }: NewUser,
  { cause }: Pick<PasskeyErrorOptions, 'cause'> = {},
): Promise<void> {
  const owners = await Promise.all(
    identifierNames.map(async (name) => {
      const identifier = profile[name]
      return { name, owner: identifier === undefined ? undefined : await findUser(host, identifier) }
    }),
  )
  const taken = owners.filter(({ owner }) => owner && owner.id !== userId)
  if (taken.length === 0) return
  throw new PasskeyError('identifier_taken', {
    cause,
    issues: taken.map(({ name }) => ({ path: name, message: 'is taken' })),
  })
}

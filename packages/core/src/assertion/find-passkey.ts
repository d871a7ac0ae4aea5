import type { PasskeyRecord, PasskeyWithAccount } from '@latchkey/storage'
import { type AssertionCeremony, digestUserId } from '../ceremony/ceremony.js'
import type { Context } from '../context/context.js'
import { PasskeyError } from '../errors.js'
import { knownHandle } from '../passkey/user-handle.js'
import { sameText } from '../platform/constant-time.js'
import { dummyPublicKey } from '../webauthn/verify/dummy-public-key.js'
import { proveAssertion, type UnprovenAssertion } from '../webauthn/verify/verify-assertion.js'

/**
 * The passkey that the response names, of the user that the ceremony is for. Nothing is proven by that yet.
 *
 * @throws {PasskeyError} `credential_not_found`, `credential_not_allowed`, `user_handle_missing`,
 *   `user_handle_mismatch`: each only after a signature was checked, so that timing does not reveal which users
 *   exist.
 */
export async function findPasskey(
  context: Context,
  ceremony: AssertionCeremony,
  answer: UnprovenAssertion,
): Promise<PasskeyWithAccount> {
  const { settings, store } = context
  const { id } = settings.relyingParty
  const found = await store.passkeys.find(id, answer.response.id)
  if (!found) {
    await equalizeTiming(context, answer)
    throw new PasskeyError('credential_not_found', await unknownSignals(context, answer))
  }
  const mismatch = await ownerMismatch(found, ceremony, answer)
  if (mismatch) {
    await equalizeTiming(context, answer, found.passkey)
    throw new PasskeyError(mismatch)
  }
  return found
}

/** If a user was named, the passkey is that user's; if not, the response itself names the user. */
async function ownerMismatch(
  { passkey }: PasskeyWithAccount,
  { ownerDigest }: AssertionCeremony,
  { response }: UnprovenAssertion,
): Promise<'credential_not_allowed' | 'user_handle_missing' | 'user_handle_mismatch' | undefined> {
  const { userHandle } = response
  const known = knownHandle(passkey)
  if (userHandle !== undefined && known !== undefined && !sameText(userHandle, known)) return 'user_handle_mismatch'
  if (ownerDigest === undefined) return userHandle === undefined ? 'user_handle_missing' : undefined
  return (await digestUserId(passkey.userId)) === ownerDigest ? undefined : 'credential_not_allowed'
}

/**
 * A refusal takes as long as a wrong signature of the passkey would: with the passkey's own key if it exists, else
 * with a key of the kind that a passkey with this id would have.
 */
async function equalizeTiming(context: Context, answer: UnprovenAssertion, found?: PasskeyRecord): Promise<void> {
  const { id } = answer.response
  const publicKey = found?.publicKey ?? dummyPublicKey(await context.decoys.algorithmOf(id))
  const keys = found ? context.keys : context.dummyKeys
  await proveAssertion(answer, { id, publicKey, signCount: 0 }, keys).catch(() => undefined)
}

/** The authenticator may delete a passkey that does not exist here. A decoy is not one, so it gets no signal. */
async function unknownSignals({ settings, decoys }: Context, { response }: UnprovenAssertion) {
  if (await decoys.isDecoy(response.id)) return {}
  return { signals: { rpId: settings.relyingParty.id, unknownCredentialId: response.id } }
}

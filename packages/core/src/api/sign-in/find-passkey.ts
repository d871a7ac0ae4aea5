import type { PasskeyWithAccount } from '@latchkey/storage'
import { decodeBase64url } from '@latchkey/wire'
import type { SignInCeremony } from '../../ceremony/ceremony.js'
import type { Context } from '../../context/context.js'
import { PasskeyError } from '../../errors.js'
import { knownHandle } from '../../passkey/user-handle.js'
import { sameText } from '../../platform/constant-time.js'
import { proveAssertion, type UnprovenAssertion } from '../../webauthn/verify/verify-assertion.js'
import { digestUserId } from './begin-sign-in.js'

/**
 * The passkey that the answer names, of the user that the ceremony is for. Nothing is proven by that yet.
 *
 * @throws {PasskeyError} `credential_not_found`, `credential_not_allowed`, `user_handle_missing`,
 *   `user_handle_mismatch`: each only after a
 *   signature was checked, so that time tells nothing about who exists.
 */
export async function findPasskey(
  context: Context,
  ceremony: SignInCeremony,
  answer: UnprovenAssertion,
): Promise<PasskeyWithAccount> {
  const { settings, store } = context
  const { id } = settings.relyingParty
  const found = await store.passkeys.find(id, answer.response.id)
  if (!found) {
    await equalizeTiming(context, answer)
    throw new PasskeyError('credential_not_found', await unknownSignals(context, answer))
  }
  const complaint = await complaintAboutOwner(found, ceremony, answer)
  if (complaint) {
    await equalizeTiming(context, answer)
    throw new PasskeyError(complaint)
  }
  return found
}

/** Where the user was named, the passkey is that user's; where not, the answer itself says whose it is. */
async function complaintAboutOwner(
  { passkey }: PasskeyWithAccount,
  { ownerDigest }: SignInCeremony,
  { response }: UnprovenAssertion,
): Promise<'credential_not_allowed' | 'user_handle_missing' | 'user_handle_mismatch' | undefined> {
  const { userHandle } = response
  const known = knownHandle(passkey)
  if (userHandle !== undefined && known !== undefined && !sameText(userHandle, known)) return 'user_handle_mismatch'
  if (ownerDigest === undefined) return userHandle === undefined ? 'user_handle_missing' : undefined
  return (await digestUserId(passkey.userId)) === ownerDigest ? undefined : 'credential_not_allowed'
}

/** A sound P-256 key that belongs to nobody: the generator of the curve. */
const dummyPublicKey = decodeBase64url(
  'pQECAyYgASFYIGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWIlggT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU',
)

async function equalizeTiming({ keys }: Context, answer: UnprovenAssertion): Promise<void> {
  if (!dummyPublicKey) return
  const nobody = { id: answer.response.id, publicKey: dummyPublicKey, signCount: 0 }
  const ready = () => keys.ready({ id: 'nobody', publicKey: dummyPublicKey })
  await proveAssertion(answer, nobody, { ready }).catch(() => undefined)
}

/** The authenticator may forget a passkey that nobody has; a decoy is none, and nothing is said about it. */
async function unknownSignals({ settings, decoys }: Context, { response }: UnprovenAssertion) {
  if (await decoys.isDecoy(response.id)) return {}
  return { signals: { rpId: settings.relyingParty.id, unknownCredentialId: response.id } }
}

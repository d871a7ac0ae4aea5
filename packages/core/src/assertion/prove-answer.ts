import type { PasskeyRecord, PasskeyWithAccount } from '@latchkey/storage'
import type { AuthenticatorAttachment } from '@latchkey/wire'
import { provesItself } from '../assurance/assess.js'
import { type AssertionCeremony, digestUserId, originsFor } from '../ceremony/ceremony.js'
import type { Settings } from '../config/settings.js'
import type { Context } from '../context/context.js'
import { PasskeyError } from '../errors.js'
import type { Session } from '../host/host.js'
import { knownHandle } from '../passkey/user-handle.js'
import { secondFactorsOf } from '../session/session.js'
import type { AuthenticationResponse } from '../webauthn/parse/authentication-response.js'
import { member } from '../webauthn/parse/json-object.js'
import { agreeOnAssertion } from '../webauthn/second-opinion/second-opinion.js'
import { checkUserHandle } from '../webauthn/verify/check-user-handle.js'
import { dummyPublicKey } from '../webauthn/verify/dummy-public-key.js'
import type { Verified } from '../webauthn/verify/verified.js'
import {
  type Assertion,
  type ExpectedAssertion,
  proveAssertion,
  readAssertion,
  type StoredCredential,
  type UnprovenAssertion,
} from '../webauthn/verify/verify-assertion.js'

/** A response whose signature is verified. Whether the passkey may be used now is not decided yet. */
export interface Proven {
  readonly ceremony: AssertionCeremony
  readonly found: PasskeyWithAccount
  readonly assertion: Verified<Assertion>
  readonly attachment: AuthenticatorAttachment | undefined
  readonly response: AuthenticationResponse
}

/**
 * The passkey that the response names, once its signature is verified.
 *
 * @throws {PasskeyError} those of `verifyAssertion`; `credential_not_found`, `credential_not_allowed`,
 *   `user_handle_missing`, `second_opinion_differs`.
 */
export async function proveAnswer(context: Context, ceremony: AssertionCeremony, response: unknown): Promise<Proven> {
  const { settings, keys } = context
  const answer = await readAssertion(response, expectedOf(ceremony, settings))
  const found = await findPasskey(context, ceremony, answer)
  const credential = toStoredCredential(found.passkey)
  const assertion = await proveAssertion(answer, credential, keys)
  if (settings.secondOpinion === 'all') {
    await agreeOnAssertion({ response, expected: answer.expected, credential }, assertion)
  }
  checkAppId(found.passkey, answer)
  return { ceremony, found, assertion, attachment: answer.response.attachment, response: answer.response }
}

function expectedOf(ceremony: AssertionCeremony, settings: Settings): ExpectedAssertion {
  return {
    challenge: ceremony.challenge,
    origins: originsFor(ceremony, settings),
    rpId: settings.relyingParty.id,
    userVerification: ceremony.userVerification,
    // Requested with a list only.
    ...(settings.appId !== undefined && ceremony.ownerDigest !== undefined ? { appId: settings.appId } : {}),
  }
}

/**
 * The passkey that the response names, of the user that the ceremony is for. Nothing is proven yet. Each refusal takes
 * the time of a signature, so that the time does not reveal who exists.
 */
async function findPasskey(
  context: Context,
  ceremony: AssertionCeremony,
  answer: UnprovenAssertion,
): Promise<PasskeyWithAccount> {
  const { settings, store } = context
  const found = await store.passkeys.find(settings.relyingParty.id, answer.response.id)
  if (!found) {
    await equalizeTiming(context, answer)
    throw new PasskeyError('credential_not_found', await unknownSignals(context, answer))
  }
  try {
    await checkOwner(found.passkey, ceremony, answer)
  } catch (refusal) {
    await equalizeTiming(context, answer, found.passkey)
    throw refusal
  }
  return found
}

/**
 * If a user was named, the passkey is that user's; if not, the response itself names the user.
 *
 * @throws {PasskeyError} `user_handle_mismatch`, `user_handle_missing`, `credential_not_allowed`
 */
async function checkOwner(
  passkey: PasskeyRecord,
  { ownerDigest }: AssertionCeremony,
  { response: { userHandle } }: UnprovenAssertion,
): Promise<void> {
  checkUserHandle(userHandle, knownHandle(passkey))
  if (ownerDigest === undefined) {
    if (userHandle === undefined) throw new PasskeyError('user_handle_missing')
  } else if ((await digestUserId(passkey.userId)) !== ownerDigest) {
    throw new PasskeyError('credential_not_allowed')
  }
}

/**
 * A refusal takes as long as a wrong signature of the passkey would: with the passkey's own key if there is one, else
 * with a key of the kind that a passkey of this id would have.
 */
async function equalizeTiming(context: Context, answer: UnprovenAssertion, found?: PasskeyRecord): Promise<void> {
  const { id } = answer.response
  const publicKey = found?.publicKey ?? dummyPublicKey(await context.decoys.algorithmOf(id))
  const keys = found ? context.keys : context.dummyKeys
  await proveAssertion(answer, { id, publicKey, signCount: 0 }, keys).catch(() => undefined)
}

/** The authenticator may delete a passkey that no user has. The id of a decoy belongs to none, and gets no signal. */
async function unknownSignals({ settings, decoys }: Context, { response }: UnprovenAssertion) {
  if (await decoys.isDecoy(response.id)) return {}
  return { signals: { rpId: settings.relyingParty.id, unknownCredentialId: response.id } }
}

/** The passkey in the form that a verifier takes. Its user handle was compared before. */
function toStoredCredential({ id, publicKey, signCount, backupEligible }: PasskeyRecord): StoredCredential {
  return { id, publicKey, signCount, ...(backupEligible === undefined ? {} : { backupEligible }) }
}

/** Only a key that was registered elsewhere can belong to an AppID: here passkeys are created for the RP ID. */
function checkAppId({ source }: PasskeyRecord, { response, expected }: UnprovenAssertion): void {
  const isForAppId = expected.appId !== undefined && member(response.clientExtensionResults, 'appid') === true
  if (isForAppId && source !== 'import') throw new PasskeyError('rp_id_hash_mismatch')
}

/** A passkey whose user was verified, and the session in which it is used, if there is one. */
export interface VerifiedUse {
  readonly passkey: PasskeyRecord
  readonly session: Session | undefined
}

/**
 * Is the user verification of this passkey a factor, by itself or together with the session? A session proves it whose
 * user has used a second factor, or another passkey with proven user verification.
 */
export async function isVerificationProven(
  { settings, store }: Pick<Context, 'settings' | 'store'>,
  { passkey, session }: VerifiedUse,
): Promise<boolean> {
  if (provesItself(passkey)) return true
  if (!session) return false
  const factors = await secondFactorsOf(settings, passkey.userId)
  if (session.methods.some(({ name }) => factors.includes(name))) return true
  const { passkeys } = await store.passkeys.listByUser(passkey.rpId, passkey.userId)
  const isAnother = (it: PasskeyRecord) => it.id !== passkey.id && it.userVerified && it.status === 'active'
  const others = passkeys.flatMap((it) => (isAnother(it) ? [`${it.id}`] : []))
  return session.methods.some(({ passkeyId }) => passkeyId !== undefined && others.includes(passkeyId))
}

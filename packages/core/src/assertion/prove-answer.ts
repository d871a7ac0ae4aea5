import type { PasskeyRecord, PasskeyWithAccount } from '@latchkey/storage'
import type { AuthenticatorAttachment } from '@latchkey/wire'
import type { AssertionCeremony } from '../ceremony/ceremony.js'
import type { Settings } from '../config/settings.js'
import type { Context } from '../context/context.js'
import { PasskeyError } from '../errors.js'
import { toStoredCredential } from '../passkey/user-handle.js'
import type { AuthenticationResponse } from '../webauthn/parse/authentication-response.js'
import { member } from '../webauthn/parse/json-object.js'
import type { Verified } from '../webauthn/verify/verified.js'
import {
  type Assertion,
  type ExpectedAssertion,
  readAssertion,
  type UnprovenAssertion,
} from '../webauthn/verify/verify-assertion.js'
import { findPasskey } from './find-passkey.js'

/** A response with a verified signature. Whether the passkey may be used now is checked later. */
export interface Proven {
  readonly ceremony: AssertionCeremony
  readonly found: PasskeyWithAccount
  readonly assertion: Verified<Assertion>
  readonly attachment: AuthenticatorAttachment | undefined
  readonly response: AuthenticationResponse
}

/** The passkey that the response names, once its signature is verified. */
export async function proveAnswer(context: Context, ceremony: AssertionCeremony, response: unknown): Promise<Proven> {
  const answer = await readAssertion(response, expectedOf(ceremony, context.settings))
  const found = await findPasskey(context, ceremony, answer)
  const proof = { answer, response, credential: toStoredCredential(found.passkey) }
  const assertion = await context.proofs.assertion(proof)
  checkAppId(found.passkey, answer)
  return { ceremony, found, assertion, attachment: answer.response.attachment, response: answer.response }
}

function expectedOf(
  ceremony: AssertionCeremony,
  { relyingParty, ceremonyOrigins, appId }: Settings,
): ExpectedAssertion {
  return {
    challenge: ceremony.challenge,
    origins: ceremonyOrigins,
    rpId: relyingParty.id,
    userVerification: ceremony.userVerification,
    // Requested with a list only.
    ...(appId !== undefined && ceremony.ownerDigest !== undefined ? { appId } : {}),
  }
}

/** Only a key that was registered elsewhere can belong to an AppID: Latchkey creates passkeys for the RP ID. */
function checkAppId({ source }: PasskeyRecord, { response, expected }: UnprovenAssertion): void {
  const isForAppId = expected.appId !== undefined && member(response.clientExtensionResults, 'appid') === true
  if (isForAppId && source !== 'import') throw new PasskeyError('rp_id_hash_mismatch')
}

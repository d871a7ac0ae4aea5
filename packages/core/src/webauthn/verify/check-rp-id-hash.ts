import { platform } from '#platform'
import { PasskeyError } from '../../errors.js'
import { sameBytes } from '../../platform/constant-time.js'
import type { AuthenticatorData } from '../parse/authenticator-data.js'
import { type JsonObject, member } from '../parse/json-object.js'

export interface ExpectedRelyingParty {
  readonly rpId: string
  /** The AppID of a credential made with FIDO U2F, where one was asked for. */
  readonly appId?: string
}

/**
 * The authenticator answered for this relying party. The hash is of the RP ID; of the AppID only where one was asked
 * for and the client says that it used it, and then of nothing else.
 *
 * @throws {PasskeyError} `rp_id_hash_mismatch`
 * @see https://www.w3.org/TR/webauthn-3/#sctn-appid-extension
 */
export async function checkRpIdHash(
  authenticatorData: AuthenticatorData,
  { rpId, appId }: ExpectedRelyingParty,
  extensionResults: JsonObject = {},
): Promise<void> {
  const identifier = appId !== undefined && member(extensionResults, 'appid') === true ? appId : rpId
  const expected = await platform.sha256(identifier)
  if (!sameBytes(authenticatorData.rpIdHash, expected)) throw new PasskeyError('rp_id_hash_mismatch')
}

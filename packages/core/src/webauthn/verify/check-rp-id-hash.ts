import { platform } from '#platform'
import { PasskeyError } from '../../errors.js'
import { sameBytes } from '../../platform/constant-time.js'
import type { AuthenticatorData } from '../parse/authenticator-data.js'
import { type JsonObject, member } from '../parse/json-object.js'

export interface ExpectedRelyingParty {
  readonly rpId: string
  /** The AppID of a credential made with FIDO U2F, if it was requested. */
  readonly appId?: string
}

/**
 * The response is for this relying party. The hash is of the RP ID. It is of the AppID instead if an AppID was
 * requested and the client reports that it used it.
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

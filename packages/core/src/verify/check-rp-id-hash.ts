import { LRUCache } from 'lru-cache'
import { PasskeyError } from '../errors.js'
import type { AuthenticatorData } from '../parse/authenticator-data.js'
import { type JsonObject, member } from '../parse/json-object.js'
import { platform } from '../platform/node.js'
import type { Awaitable } from '../platform/platform.js'
import { sameBytes } from '../platform/same-bytes.js'

export interface ExpectedRelyingParty {
  readonly rpId: string
  /** The AppID of a credential made with FIDO U2F, where one was asked for. */
  readonly appId?: string
}

/**
 * The authenticator answered for this relying party: the hash is the one of its identifier.
 *
 * @throws {PasskeyError} `rp_id_hash_mismatch`
 */
export function checkRpIdHash(authenticatorData: AuthenticatorData, expected: Uint8Array): void {
  if (!sameBytes(authenticatorData.rpIdHash, expected)) throw new PasskeyError('rp_id_hash_mismatch')
}

/**
 * The hash of the RP ID; of the AppID only where one was asked for and the client says that it used it, and then of
 * nothing else.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-appid-extension
 */
export function expectedRpIdHash(
  { rpId, appId }: ExpectedRelyingParty,
  extensionResults: JsonObject = {},
): Awaitable<Uint8Array> {
  const identifier = appId !== undefined && member(extensionResults, 'appid') === true ? appId : rpId
  return hashes.get(identifier) ?? hash(identifier)
}

/** By identifier. They come from configuration, so that the same few are asked for again and again. */
const hashes = new LRUCache<string, Uint8Array>({ max: 100 })

async function hash(identifier: string): Promise<Uint8Array> {
  const made = await platform.sha256(identifier)
  hashes.set(identifier, made)
  return made
}

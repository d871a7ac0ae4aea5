import { type AuthenticatorAttachment, type CredentialId, decodeBase64url, isBase64url } from '@latchkey/wire'
import { PasskeyError } from '../../errors.js'
import { type JsonObject, member, readObject, readString } from './json-object.js'

/** The envelope of a response, the same in both ceremonies. */
export interface CredentialEnvelope {
  readonly id: CredentialId
  readonly attachment: AuthenticatorAttachment | undefined
  readonly clientExtensionResults: JsonObject
  readonly response: JsonObject
}

/** The maximum length of each binary member in base64url characters, checked before decoding. */
const longest = {
  id: base64urlLength(0xffff),
  clientDataJSON: base64urlLength(8 * 1024),
  attestationObject: base64urlLength(128 * 1024),
  authenticatorData: base64urlLength(64 * 1024),
  signature: base64urlLength(8 * 1024),
  userHandle: base64urlLength(64),
} as const

/**
 * Parses the envelope of a credential: all required members, with the right JSON types, and `id` and `rawId` canonical
 * base64url and equal. Unknown members and attachments are tolerated. An id may be longer than allowed here, so that
 * `credential_id_too_long` can be reported.
 *
 * @throws {PasskeyError} `malformed_response`
 */
export function parseCredentialEnvelope(value: unknown): CredentialEnvelope {
  const credential = readObject(value, 'malformed_response')
  if (readString(credential, 'type', 'malformed_response') !== 'public-key')
    throw new PasskeyError('malformed_response')
  const id = readString(credential, 'id', 'malformed_response')
  if (readString(credential, 'rawId', 'malformed_response') !== id) throw new PasskeyError('malformed_response')
  if (id.length === 0 || id.length > longest.id || !isBase64url(id)) throw new PasskeyError('malformed_response')
  const attachment = member(credential, 'authenticatorAttachment')
  return {
    id: id as CredentialId,
    attachment: attachment === 'platform' || attachment === 'cross-platform' ? attachment : undefined,
    clientExtensionResults: readExtensionResults(credential),
    response: readObject(member(credential, 'response'), 'malformed_response'),
  }
}

/** A binary member of the response: a non-empty base64url string within its size limit, decoded. */
export function readBytes(response: JsonObject, name: keyof typeof longest): Uint8Array {
  const text = readString(response, name, 'malformed_response')
  const bytes = text.length > 0 && text.length <= longest[name] ? decodeBase64url(text) : undefined
  if (!bytes) throw new PasskeyError('malformed_response')
  return bytes
}

/** The same, not decoded. */
export function readBase64url(response: JsonObject, name: keyof typeof longest): string {
  const text = readString(response, name, 'malformed_response')
  const isWell = text.length > 0 && text.length <= longest[name] && isBase64url(text)
  if (!isWell) throw new PasskeyError('malformed_response')
  return text
}

function readExtensionResults(credential: JsonObject): JsonObject {
  const results = member(credential, 'clientExtensionResults')
  return results === undefined || results === null ? {} : readObject(results, 'malformed_response')
}

/** The length of this many bytes as unpadded base64url. */
export function base64urlLength(bytes: number): number {
  return Math.ceil((bytes * 4) / 3)
}

import { type AuthenticatorAttachment, type CredentialId, decodeBase64url, isBase64url } from '@latchkey/wire'
import type { PasskeyError } from '../../errors.js'
import { isAbsent, type JsonObject, malformedMember, member, readObject, readString } from './json-object.js'

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
  const credential = readObject(value, { code, name: 'the response' })
  if (readString(credential, 'type', { code }) !== 'public-key') throw malformed('type', 'is not public-key')
  const id = readId(credential)
  const attachment = member(credential, 'authenticatorAttachment')
  return {
    id: id as CredentialId,
    attachment: attachment === 'platform' || attachment === 'cross-platform' ? attachment : undefined,
    clientExtensionResults: readExtensionResults(credential),
    response: readObject(member(credential, 'response'), { code, name: 'response' }),
  }
}

function readId(credential: JsonObject): string {
  const id = readString(credential, 'id', { code })
  if (readString(credential, 'rawId', { code }) !== id) throw malformed('rawId', 'differs from id')
  if (id === '') throw malformed('id', 'is missing')
  if (id.length > longest.id || !isBase64url(id)) throw malformed('id', notBase64url)
  return id
}

const code = 'malformed_response'
const prefix = 'response.'
const notBase64url = 'is longer than allowed, or not unpadded base64url'

/** The refusal of a member of the envelope, such as `response.signature`. */
export function malformed(name: string, problem: string): PasskeyError {
  return malformedMember({ code, name }, problem)
}

/** The response is of this ceremony: a member of the other one is absent. */
export function refuseMember(response: JsonObject, name: string): void {
  if (!isAbsent(member(response, name))) throw malformed(prefix + name, 'belongs to the other ceremony')
}

/** A binary member of the response: a non-empty base64url string within its size limit, decoded. */
export function readBytes(response: JsonObject, name: keyof typeof longest): Uint8Array {
  const text = readLimited(response, name)
  const bytes = decodeBase64url(text)
  if (!bytes) throw malformed(prefix + name, notBase64url)
  return bytes
}

/** The same, not decoded. */
export function readBase64url(response: JsonObject, name: keyof typeof longest): string {
  const text = readLimited(response, name)
  if (!isBase64url(text)) throw malformed(prefix + name, notBase64url)
  return text
}

function readLimited(response: JsonObject, name: keyof typeof longest): string {
  const text = readString(response, name, { code, prefix })
  if (text === '') throw malformed(prefix + name, 'is missing')
  if (text.length > longest[name]) throw malformed(prefix + name, notBase64url)
  return text
}

function readExtensionResults(credential: JsonObject): JsonObject {
  const results = member(credential, 'clientExtensionResults')
  return isAbsent(results) ? {} : readObject(results, { code, name: 'clientExtensionResults' })
}

/** The length of this many bytes as unpadded base64url. */
export function base64urlLength(bytes: number): number {
  return Math.ceil((bytes * 4) / 3)
}

import type { AuthenticatorAttachment, CredentialId, UserHandle } from '@latchkey/wire'
import {
  base64urlLength,
  malformed,
  parseCredentialEnvelope,
  readBase64url,
  readBytes,
  refuseMember,
} from './credential-json.js'
import { isAbsent, type JsonObject, member } from './json-object.js'

/** An authentication response with its bytes decoded. Nothing in it is verified. */
export interface AuthenticationResponse {
  readonly id: CredentialId
  readonly attachment: AuthenticatorAttachment | undefined
  readonly clientExtensionResults: JsonObject
  readonly clientDataJSON: Uint8Array
  readonly authenticatorData: Uint8Array
  readonly signature: Uint8Array
  readonly userHandle: UserHandle | undefined
}

const longestId = base64urlLength(1023)

/**
 * Parses the result of `navigator.credentials.get()`. An empty user handle counts as absent.
 *
 * @throws {PasskeyError} `malformed_response`
 */
export function parseAuthenticationResponse(value: unknown): AuthenticationResponse {
  const { id, attachment, clientExtensionResults, response } = parseCredentialEnvelope(value)
  refuseMember(response, 'attestationObject')
  if (id.length > longestId) throw malformed('id', 'is longer than a credential id can be')
  return {
    id,
    attachment,
    clientExtensionResults,
    userHandle: readUserHandle(response),
    clientDataJSON: readBytes(response, 'clientDataJSON'),
    authenticatorData: readBytes(response, 'authenticatorData'),
    signature: readBytes(response, 'signature'),
  }
}

function readUserHandle(response: JsonObject): UserHandle | undefined {
  return isAbsent(member(response, 'userHandle')) ? undefined : (readBase64url(response, 'userHandle') as UserHandle)
}

import type { AuthenticatorAttachment, CredentialId } from '@latchkey/wire'
import { parseCredentialEnvelope, readBytes, refuseMember } from './credential-json.js'
import { type JsonObject, member } from './json-object.js'
import { readTransports } from './transports.js'

/** A registration response with its bytes decoded. Nothing in it is verified. */
export interface RegistrationResponse {
  readonly id: CredentialId
  readonly attachment: AuthenticatorAttachment | undefined
  readonly clientExtensionResults: JsonObject
  readonly clientDataJSON: Uint8Array
  readonly attestationObject: Uint8Array
  readonly transports: readonly string[]
}

/**
 * Parses the result of `navigator.credentials.create()`. The convenience copies `authenticatorData`, `publicKey` and
 * `publicKeyAlgorithm` are ignored: only the attestation object counts.
 *
 * @throws {PasskeyError} `malformed_response`
 */
export function parseRegistrationResponse(value: unknown): RegistrationResponse {
  const { id, attachment, clientExtensionResults, response } = parseCredentialEnvelope(value)
  refuseMember(response, 'signature')
  return {
    id,
    attachment,
    clientExtensionResults,
    clientDataJSON: readBytes(response, 'clientDataJSON'),
    attestationObject: readBytes(response, 'attestationObject'),
    transports: readTransports(member(response, 'transports')),
  }
}

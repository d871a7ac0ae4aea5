import { PasskeyError } from '../errors.js'
import { type CredentialEnvelope, parseCredentialEnvelope, readBytes } from './credential-json.js'
import { member } from './json-object.js'
import { readTransports } from './transports.js'

/** A registration response with its bytes decoded, and nothing in it believed. */
export interface RegistrationResponse extends CredentialEnvelope {
  readonly clientDataJSON: Uint8Array
  readonly attestationObject: Uint8Array
  readonly transports: readonly string[]
}

/**
 * Reads what `navigator.credentials.create()` gave. The convenience copies `authenticatorData`, `publicKey` and
 * `publicKeyAlgorithm` are ignored: only what stands inside the attestation object counts.
 *
 * @throws {PasskeyError} `malformed_response`
 */
export function parseRegistrationResponse(value: unknown): RegistrationResponse {
  const envelope = parseCredentialEnvelope(value)
  const { response } = envelope
  if (member(response, 'signature') !== undefined) throw new PasskeyError('malformed_response')
  return {
    ...envelope,
    clientDataJSON: readBytes(response, 'clientDataJSON'),
    attestationObject: readBytes(response, 'attestationObject'),
    transports: readTransports(member(response, 'transports')),
  }
}

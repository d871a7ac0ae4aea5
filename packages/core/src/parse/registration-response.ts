import { PasskeyError } from '../errors.js'
import { type CredentialEnvelope, parseCredentialEnvelope, readBytes } from './credential-json.js'
import { type JsonObject, member } from './json-object.js'

/** A registration response with its bytes decoded, and nothing in it believed. */
export interface RegistrationResponse extends CredentialEnvelope {
  readonly clientDataJSON: Uint8Array
  readonly attestationObject: Uint8Array
  readonly transports: readonly string[]
}

const mostTransports = 16
const longestTransport = 32

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
    transports: readTransports(response),
  }
}

/** Transports are hints for later sign-ins: unknown ones are kept, what is no short string is dropped. */
function readTransports(response: JsonObject): readonly string[] {
  const transports = member(response, 'transports')
  if (!Array.isArray(transports)) return []
  const short = transports.filter(
    (it) => typeof it === 'string' && /^[\x21-\x7e]+$/.test(it) && it.length <= longestTransport,
  )
  return [...new Set<string>(short)].slice(0, mostTransports)
}

import { PasskeyError } from '../errors.js'
import { type CborMap, type CborRules, decodeCborMap } from './cbor.js'

/** @see https://www.w3.org/TR/webauthn-3/#sctn-attestation */
export interface AttestationObject {
  readonly format: string
  readonly statement: CborMap
  readonly authenticatorData: Uint8Array
}

/** The order of the members is free: genuine authenticators differ. */
const rules: CborRules = { code: 'malformed_attestation_object', depth: 4, keys: 'any' }

/**
 * Reads `fmt`, `attStmt` and `authData`. Whether the format is a known one is judged later.
 *
 * @throws {PasskeyError} `malformed_attestation_object`
 */
export function parseAttestationObject(bytes: Uint8Array): AttestationObject {
  const object = decodeCborMap(bytes, rules)
  const format = object.get('fmt')
  const statement = object.get('attStmt')
  const authenticatorData = object.get('authData')
  if (typeof format !== 'string' || !(statement instanceof Map) || !(authenticatorData instanceof Uint8Array)) {
    throw new PasskeyError('malformed_attestation_object')
  }
  return { format, statement, authenticatorData }
}

import { der } from '../attestation/der.js'

/**
 * A public key as DER, written by hand: no platform knows every algorithm.
 *
 * @param identifier The object identifiers of the algorithm: itself, and its curve if it has one.
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1
 */
export function subjectPublicKeyInfo(identifier: readonly string[], bits: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(der.sequence(der.sequence(...identifier.map(der.objectIdentifier)), der.bitString(bits)))
}

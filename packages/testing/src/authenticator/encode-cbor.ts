import { Encoder } from 'cbor-x'

const encoder = new Encoder({ mapsAsObjects: false, useRecords: false, tagUint8Array: false, variableMapSize: true })

/**
 * The value as CBOR: definite and shortest lengths, no tags. A `Map` keeps the order of its members, so the code that makes
 * one inserts the keys in the canonical order of CTAP2.
 *
 * @see https://fidoalliance.org/specs/fido-v2.2-ps-20250714/fido-client-to-authenticator-protocol-v2.2-ps-20250714.html#ctap2-canonical-cbor-encoding-form
 */
export function encodeCbor(value: unknown): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(encoder.encode(value))
}

import { createPublicKey, type JsonWebKey } from 'node:crypto'

/** The public key as DER, which the platform converts from its JWK. */
export function subjectPublicKeyInfo(jwk: JsonWebKey): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' }))
}

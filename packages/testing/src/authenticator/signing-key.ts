import type { KeyObject } from 'node:crypto'

/**
 * A COSE public key by its integer labels, in canonical order.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9053#name-key-object-parameters
 */
export type CoseKey = ReadonlyMap<number, number | Uint8Array>

/** Random bytes, as many as asked for. A function that repeats itself makes an authenticator that repeats itself. */
export type RandomBytes = (length: number) => Uint8Array

/** A key pair that signs. */
export interface SigningKey {
  /** The COSE number of the algorithm. */
  readonly algorithm: number
  readonly publicKey: CoseKey
  /** The public key as a DER SubjectPublicKeyInfo: what `getPublicKey()` gives a page. */
  readonly subjectPublicKeyInfo: Uint8Array
  /** A signature in the form that WebAuthn wants of the algorithm: DER for ECDSA, else the bare signature. */
  sign(bytes: Uint8Array): Uint8Array
}

/** Where a new key comes from. */
export interface KeySource {
  readonly randomBytes: RandomBytes
  /** One 2048-bit RSA private key, made when first asked for: making one takes up to a second. */
  rsaPrivateKey(): Promise<KeyObject>
}

/** One signature algorithm: how a key for it is made. */
export interface SigningAlgorithm {
  readonly name: string
  /** Its COSE number. */
  readonly algorithm: number
  makeKey(source: KeySource): SigningKey | Promise<SigningKey>
}

import type { KeyObject } from 'node:crypto'

/**
 * A COSE public key by its integer labels, in canonical order.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9053#name-key-object-parameters
 */
export type CoseKey = ReadonlyMap<number, number | Uint8Array>

/** Random bytes of the given length. A function that repeats itself makes an authenticator that repeats itself. */
export type RandomBytes = (length: number) => Uint8Array

/** A key pair that signs. */
export interface SigningKey {
  /** The COSE number of the algorithm. */
  readonly algorithm: number
  readonly publicKey: CoseKey
  /** The public key as a DER SubjectPublicKeyInfo: the result of `getPublicKey()`. */
  readonly subjectPublicKeyInfo: Uint8Array
  /** A signature in the form that WebAuthn requires for the algorithm: DER for ECDSA, else the bare signature. */
  sign(bytes: Uint8Array): Uint8Array
}

/** The source of new keys. */
export interface KeySource {
  readonly randomBytes: RandomBytes
  /** One 2048-bit RSA private key, created when it is first needed: creating one takes up to a second. */
  rsaPrivateKey(): Promise<KeyObject>
}

/** One signature algorithm, and how to create a key for it. */
export interface SigningAlgorithm {
  readonly name: string
  /** Its COSE number. */
  readonly algorithm: number
  makeKey(source: KeySource): SigningKey | Promise<SigningKey>
}

import type { Hash } from '../algorithms.js'
import type { CoseKey } from '../cose-key.js'

/** Now or later: `node:crypto` answers at once, WebCrypto does not. */
export type Awaitable<Value> = Value | Promise<Value>

declare const brand: unique symbol

/** A public key that the platform has taken in and found sound. */
export interface VerificationKey {
  readonly [brand]: 'VerificationKey'
}

/** A key for AES-256-GCM, derived for one purpose. */
export interface SealingKey {
  readonly [brand]: 'SealingKey'
}

/** How a signature is made, beyond its key. */
export interface SignatureScheme {
  /** Null where the algorithm brings its own. */
  readonly hash: Hash | null
  /** Of RSA; PKCS #1 v1.5 unless said. */
  readonly padding?: 'PSS'
  /** Of ECDSA: r and s side by side instead of DER. */
  readonly encoding?: 'raw'
}

/** Data, and a signature that may be one over it. */
export interface SignedData {
  readonly data: Uint8Array
  readonly signature: Uint8Array
}

/** The arithmetic that the runtime does for us. Everything else in core is plain computation over data. */
export interface Platform {
  randomBytes(length: number): Uint8Array
  /** Of text, its UTF-8. */
  sha256(data: Uint8Array | string): Awaitable<Uint8Array>
  digest(hash: Hash, data: Uint8Array): Awaitable<Uint8Array>
  hmacSha256(key: Uint8Array, data: Uint8Array): Awaitable<Uint8Array>
  /** One after the other. The bytes may lie in memory that is shared with others, so nobody may write to them. */
  concatenate(left: Uint8Array, right: Uint8Array): Uint8Array
  /** Whether two byte strings are the same, in time that depends on the lengths alone. */
  equal(left: Uint8Array, right: Uint8Array): boolean

  /** The key, or undefined when the platform refuses it. Soundness has been judged before; this is not that check. */
  importKey(key: CoseKey): Awaitable<VerificationKey | undefined>
  /** Whether the signature over the data holds under the key; false for a signature that cannot be read. */
  verify(key: VerificationKey, algorithm: number, data: Uint8Array, signature: Uint8Array): Awaitable<boolean>
  /**
   * Whether the signature holds under the key of a certificate, a DER SubjectPublicKeyInfo; false for a key or a
   * signature that cannot be read.
   */
  verifyByCertificate(publicKeyInfo: Uint8Array, scheme: SignatureScheme, signed: SignedData): Awaitable<boolean>

  /** HKDF-SHA-256 of the secret, without salt, for what `info` names. */
  deriveSealingKey(secret: Uint8Array, info: string): Awaitable<SealingKey>
  /** AES-256-GCM under a random nonce: nonce, ciphertext, tag. `context` is authenticated with it. */
  seal(key: SealingKey, plaintext: Uint8Array, context: Uint8Array): Awaitable<Uint8Array>
  /** The plaintext, or undefined when the seal is not ours or was touched. */
  open(key: SealingKey, sealed: Uint8Array, context: Uint8Array): Awaitable<Uint8Array | undefined>
}

import type { Hash } from '../algorithms.js'
import type { CoseKey, PublicKey } from '../cose-key.js'

/** Synchronous or not: `node:crypto` returns at once, WebCrypto does not. */
export type Awaitable<Value> = Value | Promise<Value>

declare const brand: unique symbol

/** A public key that the platform has imported and accepted. */
export interface VerificationKey {
  readonly [brand]: 'VerificationKey'
}

/** A key for AES-256-GCM, derived for one purpose. */
export interface SealingKey {
  readonly [brand]: 'SealingKey'
}

/** How a signature is made, beyond its key. */
export interface SignatureScheme {
  /** Null if the algorithm defines its own hash. */
  readonly hash: Hash | null
  /** For RSA. Default: PKCS #1 v1.5. */
  readonly padding?: 'PSS'
  /** For ECDSA: r and s concatenated, instead of DER. */
  readonly encoding?: 'raw'
}

/** Data, and a signature to verify over it. */
export interface SignedData {
  readonly data: Uint8Array
  readonly signature: Uint8Array
}

/** The cryptography that the runtime provides. Everything else in core is plain computation over data. */
export interface Platform {
  randomBytes(length: number): Uint8Array
  /** Text is hashed as UTF-8. */
  sha256(data: Uint8Array | string): Awaitable<Uint8Array>
  digest(hash: Hash, data: Uint8Array): Awaitable<Uint8Array>
  hmacSha256(key: Uint8Array, data: Uint8Array): Awaitable<Uint8Array>
  /** Each call returns fresh bytes. The memory may be shared, so callers must not write to them. */
  concatenate(left: Uint8Array, right: Uint8Array): Uint8Array
  /** Are two byte strings equal? The time depends only on the lengths. */
  equal(left: Uint8Array, right: Uint8Array): boolean

  /** The key, or undefined if the platform refuses it. The key was validated before; this is not that check. */
  importKey(key: CoseKey): Awaitable<VerificationKey | undefined>
  /** Is the signature over the data valid under the key? False for a signature that cannot be read. */
  verify(key: VerificationKey, algorithm: number, data: Uint8Array, signature: Uint8Array): Awaitable<boolean>
  /** The same for a key that is used this once. False also for a key that the platform refuses. */
  verifyOnce(key: PublicKey, scheme: SignatureScheme, signed: SignedData): Awaitable<boolean>

  /** Signs with an Ed25519 key, a DER PKCS#8 PrivateKeyInfo. */
  signEd25519(privateKeyInfo: Uint8Array, data: Uint8Array): Awaitable<Uint8Array>

  /** HKDF-SHA-256 of the secret, without salt, for the purpose that `info` names. */
  deriveSealingKey(secret: Uint8Array, info: string): Awaitable<SealingKey>
  /** AES-256-GCM with a random nonce: nonce, ciphertext, tag. `context` is authenticated too. */
  seal(key: SealingKey, plaintext: Uint8Array, context: Uint8Array): Awaitable<Uint8Array>
  /** The plaintext, or undefined if the ciphertext is foreign or was changed. */
  open(key: SealingKey, sealed: Uint8Array, context: Uint8Array): Awaitable<Uint8Array | undefined>
}

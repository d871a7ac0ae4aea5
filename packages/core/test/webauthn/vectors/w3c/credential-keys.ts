import { createPrivateKey, sign } from 'node:crypto'
import { ed448 } from '@noble/curves/ed448.js'
import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import type { Draws } from './draws.js'
import type { CborMap } from './encode-cbor.js'

/** The key pair of an example. */
export interface CredentialKey {
  readonly algorithm: number
  /** COSE. */
  readonly publicKey: CborMap
  /** The private key of an elliptic curve; a certificate may be about it. */
  readonly secretKey: Uint8Array
  sign(bytes: Uint8Array): Uint8Array
}

const ecdsa = {
  ES256: { algorithm: -7, curve: p256, number: 1, drawn: 32 },
  ES384: { algorithm: -35, curve: p384, number: 2, drawn: 48 },
  ES512: { algorithm: -36, curve: p521, number: 3, drawn: 65 },
} as const

const eddsa = {
  EdDSA: { algorithm: -8, curve: ed25519, number: 6 },
  Ed448: { algorithm: -53, curve: ed448, number: 7 },
} as const

/** How each key comes about; ECDSA signatures are those of RFC 6979. */
export const credentialKeys = {
  ES256: (draws: Draws) => ecdsaKey(draws, 'ES256'),
  ES384: (draws: Draws) => ecdsaKey(draws, 'ES384'),
  ES512: (draws: Draws) => ecdsaKey(draws, 'ES512'),
  EdDSA: (draws: Draws) => eddsaKey(draws, 'EdDSA'),
  Ed448: (draws: Draws) => eddsaKey(draws, 'Ed448'),
  RS256: rsaKey,
} as const satisfies Readonly<Record<string, (draws: Draws) => CredentialKey>>

function ecdsaKey(draws: Draws, name: keyof typeof ecdsa): CredentialKey {
  const { algorithm, curve, number, drawn } = ecdsa[name]
  const secretKey = new Uint8Array(curve.lengths.secretKey ?? drawn)
  secretKey.set(draws.next(drawn), secretKey.length - drawn)
  const point = curve.getPublicKey(secretKey, false)
  const coordinate = (point.length - 1) / 2
  const publicKey: CborMap = new Map<number, number | Uint8Array>([
    [1, 2],
    [3, algorithm],
    [-1, number],
    [-2, point.slice(1, 1 + coordinate)],
    [-3, point.slice(1 + coordinate)],
  ])
  const signed = (bytes: Uint8Array) => curve.sign(bytes, secretKey, { format: 'der', lowS: false })
  return { algorithm, publicKey, secretKey, sign: signed }
}

function eddsaKey(draws: Draws, name: keyof typeof eddsa): CredentialKey {
  const { algorithm, curve, number } = eddsa[name]
  const secretKey = draws.next(curve.lengths.secretKey ?? 0)
  const publicKey: CborMap = new Map<number, number | Uint8Array>([
    [1, 1],
    [3, algorithm],
    [-1, number],
    [-2, curve.getPublicKey(secretKey)],
  ])
  return { algorithm, publicKey, secretKey, sign: (bytes) => curve.sign(bytes, secretKey) }
}

/** Of the two smallest Mersenne primes above 2^1024: nothing is drawn. */
function rsaKey(): CredentialKey {
  const [p, q, e] = [2n ** 1279n - 1n, 2n ** 2203n - 1n, 65537n]
  const d = inverse(e, (p - 1n) * (q - 1n))
  const members = { n: p * q, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) }
  const encoded = Object.entries(members).map(([name, value]) => [name, bytesOf(value).toString('base64url')])
  const key = createPrivateKey({ key: { kty: 'RSA', ...Object.fromEntries(encoded) }, format: 'jwk' })
  const publicKey: CborMap = new Map<number, number | Uint8Array>([
    [1, 3],
    [3, -257],
    [-1, bytesOf(p * q)],
    [-2, bytesOf(e)],
  ])
  return { algorithm: -257, publicKey, secretKey: new Uint8Array(), sign: (bytes) => sign('sha256', bytes, key) }
}

function bytesOf(value: bigint): Buffer {
  const text = value.toString(16)
  return Buffer.from(text.length % 2 === 0 ? text : `0${text}`, 'hex')
}

/** The inverse of a number under a modulus, by Euclid's algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [one, other] = [value % modulus, modulus]
  let [factor, otherFactor] = [1n, 0n]
  while (one > 1n) {
    const quotient = other / one
    ;[one, other] = [other - quotient * one, one]
    ;[factor, otherFactor] = [otherFactor - quotient * factor, factor]
  }
  return ((factor % modulus) + modulus) % modulus
}

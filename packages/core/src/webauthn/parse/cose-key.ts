import type { AlgorithmKeyPair, CoseKey, EllipticCurveKey, OctetKeyPair, RsaKey } from '../../cose-key.js'
import { PasskeyError } from '../../errors.js'
import { type CborMap, type CborRules, type CborValue, decodeCborMap } from './cbor.js'

/** CTAP2's canonical form. */
export const keyRules: CborRules = { code: 'malformed_public_key', depth: 2, keys: 'canonical' }

/** Labels of RFC 9052 section 7.1 and RFC 9053 section 7. The RSA labels are in RFC 8230, the AKP label in RFC 9964. */
const label = {
  keyType: 1,
  algorithm: 3,
  curve: -1,
  x: -2,
  y: -3,
  modulus: -1,
  exponent: -2,
  publicKey: -1,
} as const

type KeyReader = (map: CborMap, algorithm: number) => CoseKey

/** The reader for each COSE key type. */
const readers: ReadonlyMap<number, KeyReader> = new Map<number, KeyReader>([
  [1, readOctetKeyPair],
  [2, readEllipticCurveKey],
  [3, readRsaKey],
  [7, readAlgorithmKeyPair],
])

/**
 * Parses a COSE key in CTAP2's canonical form.
 *
 * @throws {PasskeyError} `malformed_public_key`; `public_key_invalid` for a key type without a supported algorithm.
 */
export function parseCoseKey(bytes: Uint8Array): CoseKey {
  return readCoseKey(decodeCborMap(bytes, keyRules))
}

/**
 * Parses a key that was decoded with `keyRules`.
 *
 * @throws {PasskeyError} `malformed_public_key`; `public_key_invalid` for a key type without a supported algorithm.
 */
export function readCoseKey(map: CborValue): CoseKey {
  if (!(map instanceof Map)) throw new PasskeyError('malformed_public_key')
  const algorithm = integer(map, label.algorithm)
  const read = readers.get(integer(map, label.keyType))
  if (!read) throw new PasskeyError('public_key_invalid')
  return read(map, algorithm)
}

function readOctetKeyPair(map: CborMap, algorithm: number): OctetKeyPair {
  const point = { curve: integer(map, label.curve), x: byteString(map, label.x) }
  return { keyType: 'OKP', algorithm, ...point, hasOtherParameters: map.size > 4 }
}

function readEllipticCurveKey(map: CborMap, algorithm: number): EllipticCurveKey {
  const point = { curve: integer(map, label.curve), x: byteString(map, label.x), y: byteString(map, label.y) }
  return { keyType: 'EC2', algorithm, ...point, hasOtherParameters: map.size > 5 }
}

function readRsaKey(map: CborMap, algorithm: number): RsaKey {
  const numbers = { modulus: byteString(map, label.modulus), exponent: byteString(map, label.exponent) }
  return { keyType: 'RSA', algorithm, ...numbers, hasOtherParameters: map.size > 4 }
}

function readAlgorithmKeyPair(map: CborMap, algorithm: number): AlgorithmKeyPair {
  return { keyType: 'AKP', algorithm, publicKey: byteString(map, label.publicKey), hasOtherParameters: map.size > 3 }
}

function integer(map: CborMap, key: number): number {
  const value = map.get(key)
  if (typeof value !== 'number') throw new PasskeyError('malformed_public_key')
  return value
}

function byteString(map: CborMap, key: number): Uint8Array {
  const value = map.get(key)
  if (!(value instanceof Uint8Array)) throw new PasskeyError('malformed_public_key')
  return value
}

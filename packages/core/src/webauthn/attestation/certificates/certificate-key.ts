import { RSAPublicKey } from '@peculiar/asn1-rsa'
import { AsnConvert } from '@peculiar/asn1-schema'
import type { SubjectPublicKeyInfo } from '@peculiar/asn1-x509'
import { fromBER, ObjectIdentifier } from 'asn1js'
import { curves } from '../../../algorithms.js'
import type { CoseKey, PublicKey } from '../../../cose-key.js'
import { hasBoundedNumbers } from '../../parse/has-bounded-numbers.js'
import { toHexadecimal } from '../../parse/hexadecimal.js'
import { isModestDer } from './is-modest-der.js'

const rsaEncryption = '1.2.840.113549.1.1.1'
const ellipticCurve = '1.2.840.10045.2.1'

/** COSE numbers of the curves that a certificate names. */
const namedCurves: ReadonlyMap<string, number> = new Map([
  ['1.2.840.10045.3.1.7', 1],
  ['1.3.132.0.34', 2],
  ['1.3.132.0.35', 3],
])

/** COSE numbers of the curves whose keys have an algorithm of their own. */
const edwardsCurves: ReadonlyMap<string, number> = new Map([
  ['1.3.101.112', 6],
  ['1.3.101.113', 7],
])

/** The key, or undefined for a kind of key that no attestation uses. */
export function readCertificateKey({ algorithm, subjectPublicKey }: SubjectPublicKeyInfo): PublicKey | undefined {
  const bytes = new Uint8Array(subjectPublicKey)
  const edwards = edwardsCurves.get(algorithm.algorithm)
  if (edwards !== undefined) return { keyType: 'OKP', curve: edwards, x: bytes }
  if (algorithm.algorithm === ellipticCurve) return readPoint(bytes, curveOf(algorithm.parameters))
  return algorithm.algorithm === rsaEncryption ? readRsaKey(bytes) : undefined
}

function curveOf(parameters: ArrayBuffer | null | undefined): number | undefined {
  const { result } = fromBER(parameters ?? new ArrayBuffer(0))
  return result instanceof ObjectIdentifier ? namedCurves.get(result.getValue()) : undefined
}

const uncompressed = 4

function readPoint(bytes: Uint8Array, curve: number | undefined): PublicKey | undefined {
  if (curve === undefined || bytes[0] !== uncompressed || bytes.length % 2 === 0) return undefined
  const middle = (bytes.length + 1) / 2
  return { keyType: 'EC2', curve, x: bytes.slice(1, middle), y: bytes.slice(middle) }
}

/** Throws for a key that costs more to verify with than the key of a credential may. */
function readRsaKey(bytes: Uint8Array<ArrayBuffer>): PublicKey {
  if (!isModestDer(bytes)) throw new TypeError('The key is not whole, or has too many parts.')
  const { modulus, publicExponent } = AsnConvert.parse(bytes, RSAPublicKey)
  const numbers = { modulus: unsigned(modulus), exponent: unsigned(publicExponent) }
  if (!hasBoundedNumbers(numbers)) throw new TypeError('The key is longer than any that is used.')
  return { keyType: 'RSA', ...numbers }
}

/** DER puts a zero before a number whose first bit is set; COSE does not. */
function unsigned(number: ArrayBuffer): Uint8Array {
  const bytes = new Uint8Array(number)
  const start = bytes.findIndex((byte) => byte !== 0)
  return bytes.slice(start < 0 ? bytes.length : start)
}

/** Whether both are the same key, whatever it is used for. */
export function isSameKey(left: PublicKey | undefined, right: PublicKey | CoseKey): boolean {
  return left !== undefined && describe(left) === describe(right)
}

/** Coordinates are padded to their curve's length: a TPM leaves leading zeros out. */
function describe(key: PublicKey | CoseKey): string {
  if (key.keyType === 'RSA') return ['RSA', toHexadecimal(key.modulus), toHexadecimal(key.exponent)].join(' ')
  if (key.keyType !== 'EC2' && key.keyType !== 'OKP') return ''
  const digits = 2 * (curves.get(key.curve)?.coordinateBytes ?? 0)
  const coordinates = key.keyType === 'EC2' ? [key.x, key.y] : [key.x]
  return [key.keyType, key.curve, ...coordinates.map((it) => toHexadecimal(it).padStart(digits, '0'))].join(' ')
}

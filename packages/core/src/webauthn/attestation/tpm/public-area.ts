import type { Hash } from '../../../algorithms.js'
import type { PublicKey } from '../../../cose-key.js'
import { PasskeyError } from '../../../errors.js'
import { readStructure, type StructureReader } from './structure-reader.js'

/**
 * TPMT_PUBLIC: a key as its TPM describes it.
 *
 * @see https://trustedcomputinggroup.org/resource/tpm-library-specification/ Part 2, section 12.2.4
 */
export interface PublicArea {
  /** The hash that its name is made with. */
  readonly nameHash: Hash
  /** TPM_ALG_ID of that hash. */
  readonly nameAlgorithm: number
  readonly key: PublicKey
}

/** TPM_ALG_ID of Part 2, section 6.3. */
const algorithm = {
  rsa: 0x0001,
  none: 0x0010,
  rsassa: 0x0014,
  rsapss: 0x0016,
  ecdsa: 0x0018,
  ecc: 0x0023,
} as const

/** TPMU_ASYM_SCHEME by type of key: the schemes whose signatures are those of WebAuthn. All but none name a hash. */
const schemes = {
  rsa: new Set<number>([algorithm.none, algorithm.rsassa, algorithm.rsapss]),
  ecc: new Set<number>([algorithm.none, algorithm.ecdsa]),
} as const

/** TPM_ALG_ID of the hashes. */
const tpmHashes: ReadonlyMap<number, Hash> = new Map([
  [0x0004, 'sha1'],
  [0x000b, 'sha256'],
  [0x000c, 'sha384'],
  [0x000d, 'sha512'],
])

/** COSE numbers of the curves, by TPM_ECC_CURVE. */
const curves: ReadonlyMap<number, number> = new Map([
  [0x0003, 1],
  [0x0004, 2],
  [0x0005, 3],
])

/** TPMA_OBJECT: the key signs. */
const signs = 0x0004_0000
const usualExponent = 65_537

/**
 * Parses a public area to its last byte. Its key signs as WebAuthn requires and in no other way.
 *
 * @throws {PasskeyError} `tpm_pub_area_mismatch`
 */
export function readPublicArea(bytes: Uint8Array): PublicArea {
  const reader = readStructure(bytes, 'tpm_pub_area_mismatch')
  const type = reader.number(2)
  const nameAlgorithm = reader.number(2)
  const nameHash = tpmHashes.get(nameAlgorithm)
  const attributes = reader.number(4)
  reader.sized() // authPolicy: who may use the key does not matter here
  const key = readKey(reader, type)
  reader.end()
  if (!nameHash || (attributes & signs) === 0) throw mismatch()
  return { nameHash, nameAlgorithm, key }
}

function readKey(reader: StructureReader, type: number): PublicKey {
  demand(reader.number(2) === algorithm.none) // symmetric: only keys that encrypt other keys have one
  if (type === algorithm.rsa) return readRsaKey(reader)
  demand(type === algorithm.ecc)
  return readPoint(reader)
}

function readRsaKey(reader: StructureReader): PublicKey {
  readScheme(reader, schemes.rsa)
  const bits = reader.number(2)
  const exponent = reader.number(4) || usualExponent
  const modulus = reader.sized()
  demand(modulus.length * 8 === bits)
  return { keyType: 'RSA', modulus, exponent: toBytes(exponent) }
}

function readPoint(reader: StructureReader): PublicKey {
  readScheme(reader, schemes.ecc)
  const curve = curves.get(reader.number(2))
  demand(reader.number(2) === algorithm.none) // key derivation: no signing key has one
  const [x, y] = [reader.sized(), reader.sized()]
  if (curve === undefined) throw mismatch()
  return { keyType: 'EC2', curve, x, y }
}

function readScheme(reader: StructureReader, possible: ReadonlySet<number>): void {
  const scheme = reader.number(2)
  demand(possible.has(scheme))
  if (scheme !== algorithm.none) demand(tpmHashes.has(reader.number(2)))
}

function toBytes(number: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, number)
  return bytes.slice(bytes.findIndex((byte) => byte !== 0))
}

function demand(holds: boolean): void {
  if (!holds) throw mismatch()
}

function mismatch(): PasskeyError {
  return new PasskeyError('tpm_pub_area_mismatch')
}

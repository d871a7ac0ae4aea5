import { createHash } from 'node:crypto'
import type { CoseKey } from '../../authenticator/signing-key.js'
import { concatenate } from '../der.js'

/**
 * TPMT_PUBLIC: a key as its TPM describes it. Numbers are those of the TPM library, part 2.
 *
 * @see https://trustedcomputinggroup.org/resource/tpm-library-specification/
 */
export interface PublicAreaContent {
  /** TPM_ALG_RSA 1 or TPM_ALG_ECC 0x23. */
  readonly type: number
  /** TPM_ALG_SHA256 0x0b. */
  readonly nameAlgorithm: number
  readonly attributes: number
  readonly authPolicy: Uint8Array
  /** TPM_ALG_NULL 0x10. */
  readonly symmetric: number
  /** TPM_ALG_NULL 0x10. */
  readonly scheme: number
  /** What follows the scheme, such as the TPM_ALG_ID of its hash. Default nothing, as for TPM_ALG_NULL. */
  readonly schemeDetails?: Uint8Array
  /**
   * For RSA: the number of bits, and the exponent, where 0 means 65537. For an elliptic curve: curve and key
   * derivation.
   */
  readonly details: readonly [first: number, second: number]
  /** The modulus, or x and y. */
  readonly unique: readonly Uint8Array[]
}

/** TPMS_ATTEST of a certified key. */
export interface CertifyInfoContent {
  readonly magic: number
  readonly type: number
  readonly extraData: Uint8Array
  /** The name of the key. */
  readonly name: Uint8Array
  /** Bytes after the end. */
  readonly trailing?: Uint8Array
}

const type = { rsa: 0x0001, ecc: 0x0023 } as const
const none = 0x0010
const nameHashes: ReadonlyMap<number, string> = new Map([
  [0x0004, 'sha1'],
  [0x000b, 'sha256'],
])
/** TPM_ECC_CURVE by the COSE number of the curve. */
const tpmCurves: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  [1, 3],
  [2, 4],
  [3, 5],
])

/** A TPM's description of the key. */
export function describeKey(key: CoseKey): PublicAreaContent {
  const bytes = (label: number) => {
    const value = key.get(label)
    return value instanceof Uint8Array ? value : new Uint8Array()
  }
  const common = {
    nameAlgorithm: 0x000b,
    attributes: 0x0006_0472,
    authPolicy: new Uint8Array(32),
    symmetric: none,
    scheme: none,
  }
  if (key.get(1) === 3) return { ...common, type: type.rsa, details: [bytes(-1).length * 8, 0], unique: [bytes(-1)] }
  const curve = tpmCurves.get(key.get(-1)) ?? 0
  return { ...common, type: type.ecc, details: [curve, none], unique: [bytes(-2), bytes(-3)] }
}

export function encodePublicArea(area: PublicAreaContent): Uint8Array {
  const [first, second] = area.details
  return concatenate([
    number(area.type, 2),
    number(area.nameAlgorithm, 2),
    number(area.attributes, 4),
    sized(area.authPolicy),
    number(area.symmetric, 2),
    number(area.scheme, 2),
    area.schemeDetails ?? new Uint8Array(),
    number(first, 2),
    number(second, area.type === type.rsa ? 4 : 2),
    ...area.unique.map(sized),
  ])
}

/** The name of a key: the algorithm of a hash, and the hash of its public area. */
export function nameOf(area: Uint8Array): Uint8Array {
  const algorithm = new DataView(area.buffer, area.byteOffset).getUint16(2)
  const digest = createHash(nameHashes.get(algorithm) ?? 'sha256')
    .update(area)
    .digest()
  return concatenate([number(algorithm, 2), digest])
}

export function encodeCertifyInfo({ magic, type, extraData, name, trailing }: CertifyInfoContent): Uint8Array {
  const clockAndFirmware = new Uint8Array(17 + 8)
  return concatenate([
    number(magic, 4),
    number(type, 2),
    sized(new Uint8Array(34)),
    sized(extraData),
    clockAndFirmware,
    sized(name),
    sized(new Uint8Array(34)),
    trailing ?? new Uint8Array(),
  ])
}

function number(value: number, bytes: 2 | 4): Uint8Array {
  const written = new Uint8Array(4)
  new DataView(written.buffer).setUint32(0, value)
  return written.slice(4 - bytes)
}

function sized(bytes: Uint8Array): Uint8Array {
  return concatenate([number(bytes.length, 2), bytes])
}

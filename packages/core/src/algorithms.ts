/** A curve by its COSE number: its name on platforms, and the length of a coordinate in bytes. */
export interface Curve {
  readonly name: 'P-256' | 'P-384' | 'P-521' | 'secp256k1' | 'Ed25519' | 'Ed448'
  readonly coordinateBytes: number
}

/** @see https://www.iana.org/assignments/cose/cose.xhtml#elliptic-curves */
export const curves: ReadonlyMap<number, Curve> = new Map<number, Curve>([
  [1, { name: 'P-256', coordinateBytes: 32 }],
  [2, { name: 'P-384', coordinateBytes: 48 }],
  [3, { name: 'P-521', coordinateBytes: 66 }],
  [6, { name: 'Ed25519', coordinateBytes: 32 }],
  [7, { name: 'Ed448', coordinateBytes: 57 }],
  [8, { name: 'secp256k1', coordinateBytes: 32 }],
])

export type Hash = 'sha1' | 'sha256' | 'sha384' | 'sha512'

/** One signature algorithm: its only key type and curve, and its parameters. */
export type Algorithm = EcdsaAlgorithm | EddsaAlgorithm | RsaAlgorithm | MlDsaAlgorithm

interface AlgorithmCommon {
  readonly name: string
  /** For keys of new credentials, or only for certificates in attestation statements. */
  readonly use: 'credentials' | 'attestation'
}

export interface EcdsaAlgorithm extends AlgorithmCommon {
  readonly keyType: 'EC2'
  /** COSE number of the curve. */
  readonly curve: number
  readonly hash: Hash
}

export interface EddsaAlgorithm extends AlgorithmCommon {
  readonly keyType: 'OKP'
  /** COSE number of the curve. */
  readonly curve: number
  readonly signatureBytes: number
}

export interface RsaAlgorithm extends AlgorithmCommon {
  readonly keyType: 'RSA'
  readonly hash: Hash
  /** PSS uses the same hash for the mask, and a salt of the same length. */
  readonly padding: 'PKCS1' | 'PSS'
}

export interface MlDsaAlgorithm extends AlgorithmCommon {
  readonly keyType: 'AKP'
  readonly publicKeyBytes: number
  readonly signatureBytes: number
}

const ecdsa = (name: string, curve: number, hash: Hash): EcdsaAlgorithm => {
  return { name, use: 'credentials', keyType: 'EC2', curve, hash }
}
const eddsa = (name: string, curve: number, signatureBytes: number): EddsaAlgorithm => {
  return { name, use: 'credentials', keyType: 'OKP', curve, signatureBytes }
}
const rsa = (name: string, padding: RsaAlgorithm['padding'], hash: Hash): RsaAlgorithm => {
  return { name, use: 'credentials', keyType: 'RSA', padding, hash }
}
const mlDsa = (name: string, publicKeyBytes: number, signatureBytes: number): MlDsaAlgorithm => {
  return { name, use: 'credentials', keyType: 'AKP', publicKeyBytes, signatureBytes }
}

/**
 * The supported algorithms, by COSE number. The table is closed: a key must have the type and curve of its row. EdDSA
 * is Ed25519 only, as WebAuthn defines it.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-alg-identifier
 * @see https://www.iana.org/assignments/cose/cose.xhtml#algorithms
 */
export const algorithms: ReadonlyMap<number, Algorithm> = new Map<number, Algorithm>([
  [-8, eddsa('EdDSA', 6, 64)],
  [-7, ecdsa('ES256', 1, 'sha256')],
  [-257, rsa('RS256', 'PKCS1', 'sha256')],
  [-19, eddsa('Ed25519', 6, 64)],
  [-53, eddsa('Ed448', 7, 114)],
  [-9, ecdsa('ESP256', 1, 'sha256')],
  [-35, ecdsa('ES384', 2, 'sha384')],
  [-51, ecdsa('ESP384', 2, 'sha384')],
  [-36, ecdsa('ES512', 3, 'sha512')],
  [-52, ecdsa('ESP512', 3, 'sha512')],
  [-47, ecdsa('ES256K', 8, 'sha256')],
  [-258, rsa('RS384', 'PKCS1', 'sha384')],
  [-259, rsa('RS512', 'PKCS1', 'sha512')],
  [-37, rsa('PS256', 'PSS', 'sha256')],
  [-38, rsa('PS384', 'PSS', 'sha384')],
  [-39, rsa('PS512', 'PSS', 'sha512')],
  [-48, mlDsa('ML-DSA-44', 1312, 2420)],
  [-49, mlDsa('ML-DSA-65', 1952, 3309)],
  [-50, mlDsa('ML-DSA-87', 2592, 4627)],
  [-65535, { ...rsa('RS1', 'PKCS1', 'sha1'), use: 'attestation' }],
])

/** The algorithms that a policy may offer to new credentials. */
export const credentialAlgorithms: readonly number[] = [...algorithms]
  .filter(([, { use }]) => use === 'credentials')
  .map(([number]) => number)

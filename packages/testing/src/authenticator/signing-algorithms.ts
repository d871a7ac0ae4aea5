import { ed448 } from '@noble/curves/ed448.js'
import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js'
import { ec2Algorithm } from './ec2-algorithm.js'
import { mlDsaAlgorithm } from './ml-dsa-algorithm.js'
import { okpAlgorithm } from './okp-algorithm.js'
import { rsaAlgorithm } from './rsa-algorithm.js'
import type { SigningAlgorithm } from './signing-key.js'

const nistP256 = { curve: p256, curveNumber: 1, identifier: '1.2.840.10045.3.1.7' }
const nistP384 = { curve: p384, curveNumber: 2, identifier: '1.3.132.0.34' }
const nistP521 = { curve: p521, curveNumber: 3, identifier: '1.3.132.0.35' }
const edwards25519 = { curve: ed25519, curveNumber: 6, identifier: '1.3.101.112' }

const rows: readonly SigningAlgorithm[] = [
  ec2Algorithm({ name: 'ES256', algorithm: -7, ...nistP256 }),
  okpAlgorithm({ name: 'EdDSA', algorithm: -8, ...edwards25519 }),
  rsaAlgorithm({ name: 'RS256', algorithm: -257, padding: 'PKCS1', hash: 'sha256' }),
  ec2Algorithm({ name: 'ES384', algorithm: -35, ...nistP384 }),
  ec2Algorithm({ name: 'ES512', algorithm: -36, ...nistP521 }),
  ec2Algorithm({ name: 'ES256K', algorithm: -47, curve: secp256k1, curveNumber: 8, identifier: '1.3.132.0.10' }),
  okpAlgorithm({ name: 'Ed448', algorithm: -53, curve: ed448, curveNumber: 7, identifier: '1.3.101.113' }),
  rsaAlgorithm({ name: 'PS256', algorithm: -37, padding: 'PSS', hash: 'sha256' }),
  ec2Algorithm({ name: 'ESP256', algorithm: -9, ...nistP256 }),
  ec2Algorithm({ name: 'ESP384', algorithm: -51, ...nistP384 }),
  ec2Algorithm({ name: 'ESP512', algorithm: -52, ...nistP521 }),
  okpAlgorithm({ name: 'Ed25519', algorithm: -19, ...edwards25519 }),
  rsaAlgorithm({ name: 'RS384', algorithm: -258, padding: 'PKCS1', hash: 'sha384' }),
  rsaAlgorithm({ name: 'RS512', algorithm: -259, padding: 'PKCS1', hash: 'sha512' }),
  rsaAlgorithm({ name: 'PS384', algorithm: -38, padding: 'PSS', hash: 'sha384' }),
  rsaAlgorithm({ name: 'PS512', algorithm: -39, padding: 'PSS', hash: 'sha512' }),
  mlDsaAlgorithm({ name: 'ML-DSA-44', algorithm: -48, parameters: ml_dsa44, identifier: '2.16.840.1.101.3.4.3.17' }),
  mlDsaAlgorithm({ name: 'ML-DSA-65', algorithm: -49, parameters: ml_dsa65, identifier: '2.16.840.1.101.3.4.3.18' }),
  mlDsaAlgorithm({ name: 'ML-DSA-87', algorithm: -50, parameters: ml_dsa87, identifier: '2.16.840.1.101.3.4.3.19' }),
  rsaAlgorithm({ name: 'RS1', algorithm: -65535, padding: 'PKCS1', hash: 'sha1' }),
]

/**
 * The algorithms that an authenticator can sign with, by COSE number. A new one is a row.
 *
 * @see https://www.iana.org/assignments/cose/cose.xhtml#algorithms
 */
export const signingAlgorithms: ReadonlyMap<number, SigningAlgorithm> = new Map(rows.map((row) => [row.algorithm, row]))

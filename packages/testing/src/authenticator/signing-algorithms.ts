import { ed448 } from '@noble/curves/ed448.js'
import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { ec2Algorithm } from './ec2-algorithm.js'
import { okpAlgorithm } from './okp-algorithm.js'
import { rsaAlgorithm } from './rsa-algorithm.js'
import type { SigningAlgorithm } from './signing-key.js'

const rows: readonly SigningAlgorithm[] = [
  ec2Algorithm({ name: 'ES256', algorithm: -7, curve: p256, curveNumber: 1, curveName: 'P-256' }),
  okpAlgorithm({ name: 'EdDSA', algorithm: -8, curve: ed25519, curveNumber: 6, curveName: 'Ed25519' }),
  rsaAlgorithm({ name: 'RS256', algorithm: -257, padding: 'PKCS1' }),
  ec2Algorithm({ name: 'ES384', algorithm: -35, curve: p384, curveNumber: 2, curveName: 'P-384' }),
  ec2Algorithm({ name: 'ES512', algorithm: -36, curve: p521, curveNumber: 3, curveName: 'P-521' }),
  ec2Algorithm({ name: 'ES256K', algorithm: -47, curve: secp256k1, curveNumber: 8, curveName: 'secp256k1' }),
  okpAlgorithm({ name: 'Ed448', algorithm: -53, curve: ed448, curveNumber: 7, curveName: 'Ed448' }),
  rsaAlgorithm({ name: 'PS256', algorithm: -37, padding: 'PSS' }),
]

/**
 * The algorithms that an authenticator can sign with, by COSE number. A new one is a row.
 *
 * @see https://www.iana.org/assignments/cose/cose.xhtml#algorithms
 */
export const signingAlgorithms: ReadonlyMap<number, SigningAlgorithm> = new Map(rows.map((row) => [row.algorithm, row]))

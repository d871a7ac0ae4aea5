import { type Algorithm, algorithms, type MlDsaAlgorithm } from '../../../algorithms.js'
import type { PublicKey } from '../../../cose-key.js'
import type { SignatureScheme } from '../../../platform/platform.js'

/** How a signature is made, and the only kind of key that it fits. */
export interface KeyedScheme extends SignatureScheme {
  readonly keyType: PublicKey['keyType']
  /** COSE number; absent: any curve of the type. */
  readonly curve?: number
}

/** The signature schemes of statements, by COSE number: every algorithm for which a certificate can hold a key. */
export const statementSchemes: ReadonlyMap<number, KeyedScheme> = new Map(
  [...algorithms].flatMap(([number, row]): [number, KeyedScheme][] =>
    row.keyType === 'AKP' ? [] : [[number, schemeOf(row)]],
  ),
)

function schemeOf(row: Exclude<Algorithm, MlDsaAlgorithm>): KeyedScheme {
  const { keyType } = row
  if (row.keyType === 'RSA') return { keyType, hash: row.hash, ...(row.padding === 'PSS' ? { padding: 'PSS' } : {}) }
  return { keyType, curve: row.curve, hash: row.keyType === 'EC2' ? row.hash : null }
}

/**
 * The signature schemes of certificates, by object identifier. None uses SHA-1: a certificate can be forged with it.
 */
export const certificateSchemes: ReadonlyMap<string, KeyedScheme> = new Map<string, KeyedScheme>([
  ['1.2.840.113549.1.1.11', { keyType: 'RSA', hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { keyType: 'RSA', hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { keyType: 'RSA', hash: 'sha512' }],
  ['1.2.840.10045.4.3.2', { keyType: 'EC2', hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { keyType: 'EC2', hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { keyType: 'EC2', hash: 'sha512' }],
  ['1.3.101.112', { keyType: 'OKP', curve: 6, hash: null }],
  ['1.3.101.113', { keyType: 'OKP', curve: 7, hash: null }],
])

/** Whether the key is of the kind that the scheme needs. */
export function fitsKey({ keyType, curve }: KeyedScheme, key: PublicKey | undefined): key is PublicKey {
  if (key?.keyType !== keyType) return false
  return curve === undefined || (key.keyType !== 'RSA' && key.curve === curve)
}

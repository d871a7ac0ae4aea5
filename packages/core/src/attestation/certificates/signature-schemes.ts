import type { SignatureScheme } from '../../platform/platform.js'
import type { CertificateKey } from './certificate-key.js'

/** How a signature is made, and the only kind of key that goes with it. */
export interface KeyedScheme extends SignatureScheme {
  readonly keyType: CertificateKey['keyType']
  /** COSE number; absent: any curve of the type. */
  readonly curve?: number
}

const es256: KeyedScheme = { keyType: 'EC2', curve: 1, hash: 'sha256' }
const es384: KeyedScheme = { keyType: 'EC2', curve: 2, hash: 'sha384' }
const es512: KeyedScheme = { keyType: 'EC2', curve: 3, hash: 'sha512' }
const ed25519: KeyedScheme = { keyType: 'OKP', curve: 6, hash: null }

/**
 * What statements are signed with, by COSE number.
 *
 * @see https://www.iana.org/assignments/cose/cose.xhtml#algorithms
 */
export const statementSchemes: ReadonlyMap<number, KeyedScheme> = new Map<number, KeyedScheme>([
  [-7, es256],
  [-9, es256],
  [-35, es384],
  [-51, es384],
  [-36, es512],
  [-52, es512],
  [-8, ed25519],
  [-19, ed25519],
  [-53, { keyType: 'OKP', curve: 7, hash: null }],
  [-257, { keyType: 'RSA', hash: 'sha256' }],
  [-258, { keyType: 'RSA', hash: 'sha384' }],
  [-259, { keyType: 'RSA', hash: 'sha512' }],
  [-37, { keyType: 'RSA', hash: 'sha256', padding: 'PSS' }],
  [-38, { keyType: 'RSA', hash: 'sha384', padding: 'PSS' }],
  [-39, { keyType: 'RSA', hash: 'sha512', padding: 'PSS' }],
  [-65535, { keyType: 'RSA', hash: 'sha1' }],
])

/** What certificates are signed with, by object identifier. None with SHA-1: a certificate can be forged with it. */
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

/** Whether the key is of the kind that the scheme is for. */
export function fitsKey({ keyType, curve }: KeyedScheme, key: CertificateKey | undefined): boolean {
  if (key?.keyType !== keyType) return false
  return curve === undefined || (key.keyType !== 'RSA' && key.curve === curve)
}

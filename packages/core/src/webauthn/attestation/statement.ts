import { platform } from '#platform'
import type { CoseKey } from '../../cose-key.js'
import { PasskeyError } from '../../errors.js'
import type { AttestedCredential } from '../parse/authenticator-data.js'
import type { CborMap } from '../parse/cbor.js'
import { malformedMember } from '../parse/json-object.js'
import { type Certificate, parseCertificate } from './certificates/certificate.js'

/**
 * A statement, and everything that it can attest. All of it is still a claim, except for the rules that your app
 * sets.
 */
export interface CertifiedStatement {
  readonly statement: CborMap
  /** Unchanged. */
  readonly authenticatorData: Uint8Array
  readonly clientDataHash: Uint8Array
  readonly rpIdHash: Uint8Array
  readonly credential: AttestedCredential
  readonly credentialKey: CoseKey
  readonly rules: StatementRules
}

/** The rules that your app sets. */
export interface StatementRules {
  /** COSE numbers that a statement may be signed with. Absent: all supported ones, and RS1 for TPMs only. */
  readonly algorithms?: readonly number[] | undefined
  /** TPM manufacturers in addition to the registry, such as `id:FFFFF1D0`. */
  readonly tpmManufacturers: readonly string[]
  /** Epoch milliseconds. */
  readonly now: number
}

/** A valid statement: its signer, and the certificates that vouch for the signer. */
export interface ProvenStatement {
  /** The leaf first. */
  readonly chain: readonly [Certificate, ...Certificate[]]
  /** The signature covers the AAGUID, or there is none. */
  readonly coversModel: boolean
}

/**
 * Verifies one format. What it returns is valid; whether the chain ends at a trusted certificate is checked
 * afterwards.
 *
 * @throws {PasskeyError} `attestation_statement_malformed`, `attestation_certificate_invalid`,
 *   `attestation_signature_invalid`, `attestation_alg_not_allowed` and those of its format.
 */
export type StatementVerifier = (input: CertifiedStatement) => Promise<ProvenStatement>

/** @throws {PasskeyError} `attestation_statement_malformed` */
export function readInteger(statement: CborMap, member: string): number {
  const value = statement.get(member)
  if (typeof value !== 'number') throw malformed(member, 'is not a number')
  return value
}

/** @throws {PasskeyError} `attestation_statement_malformed`, also if it is empty */
export function readBytes(statement: CborMap, member: string): Uint8Array {
  const value = statement.get(member)
  if (!(value instanceof Uint8Array) || value.length === 0) throw malformed(member, 'is not a byte string, or is empty')
  return value
}

function malformed(member: string, problem: string): PasskeyError {
  return malformedMember({ code: 'attestation_statement_malformed', name: `attStmt.${member}` }, problem)
}

/** Genuine chains have up to five. */
const mostCertificates = 5
const largestCertificate = 16 * 1024

/**
 * The certificates of `x5c`, the leaf first.
 *
 * @throws {PasskeyError} `attestation_statement_malformed`, `attestation_certificate_invalid`
 */
export function readCertificates(statement: CborMap): readonly [Certificate, ...Certificate[]] {
  const value = statement.get('x5c')
  if (!Array.isArray(value)) throw new PasskeyError('attestation_statement_malformed')
  return parseCertificates(value)
}

/**
 * Like `readCertificates`, for certificates that are not in `x5c`.
 *
 * @throws {PasskeyError} as `readCertificates`
 */
export function parseCertificates(values: readonly unknown[]): readonly [Certificate, ...Certificate[]] {
  const bytes = values.filter(isCertificateSized)
  const isBounded = bytes.length === values.length && values.length <= mostCertificates
  if (!isBounded || standTwice(bytes)) throw new PasskeyError('attestation_statement_malformed')
  const [leaf, ...others] = bytes.map(parseCertificate)
  if (!leaf) throw new PasskeyError('attestation_statement_malformed')
  return [leaf, ...others]
}

function isCertificateSized(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length > 0 && value.length <= largestCertificate
}

function standTwice(certificates: readonly Uint8Array[]): boolean {
  return certificates.some((it, at) => certificates.slice(0, at).some((earlier) => platform.equal(earlier, it)))
}

/** The data that most formats sign, or hash. */
export function signedBytes({ authenticatorData, clientDataHash }: CertifiedStatement): Uint8Array {
  return concatenate(authenticatorData, clientDataHash)
}

export function concatenate(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/**
 * Two values that bind a statement to its ceremony are equal.
 *
 * @throws {PasskeyError} `attestation_challenge_mismatch`
 */
export function checkBound(given: Uint8Array, expected: Uint8Array): void {
  if (!platform.equal(given, expected)) throw new PasskeyError('attestation_challenge_mismatch')
}

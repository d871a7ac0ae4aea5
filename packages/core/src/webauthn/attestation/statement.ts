import { platform } from '#platform'
import type { CoseKey } from '../../cose-key.js'
import { PasskeyError } from '../../errors.js'
import type { AttestedCredential } from '../parse/authenticator-data.js'
import type { CborMap } from '../parse/cbor.js'
import { malformedMember } from '../parse/json-object.js'
import type { Certificate } from './certificates/certificate.js'
import { parseCertificate } from './certificates/certificate.js'

/** A statement, and all that it can be about. Everything in it is still a claim, but for what the host has set. */
export interface CertifiedStatement {
  readonly statement: CborMap
  /** As it came. */
  readonly authenticatorData: Uint8Array
  readonly clientDataHash: Uint8Array
  readonly rpIdHash: Uint8Array
  readonly credential: AttestedCredential
  readonly credentialKey: CoseKey
  readonly rules: StatementRules
}

/** What the host leaves to no authenticator. */
export interface StatementRules {
  /** COSE numbers that a statement may be signed with; absent: all that are known, RS1 for TPMs alone. */
  readonly algorithms?: readonly number[] | undefined
  /** Makers of TPMs beside those of the registry, such as `id:FFFFF1D0`. */
  readonly tpmManufacturers: readonly string[]
  /** Epoch milliseconds. */
  readonly now: number
}

/** A statement that holds: who has signed it, and who vouches for that. */
export interface ProvenStatement {
  /** The leaf first. */
  readonly chain: readonly [Certificate, ...Certificate[]]
  /** Whether the signature covers the AAGUID, or there is none. */
  readonly coversModel: boolean
}

/**
 * Judges one format. What it returns holds; whether the chain leads to anybody who is trusted is judged after it.
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

/** @throws {PasskeyError} `attestation_statement_malformed` also for none at all */
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
 * As `readCertificates`, for certificates that stand elsewhere.
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

/** What most formats sign, or take the hash of. */
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
 * Two values that bind a statement to its ceremony are the same.
 *
 * @throws {PasskeyError} `attestation_challenge_mismatch`
 */
export function checkBound(given: Uint8Array, expected: Uint8Array): void {
  if (!platform.equal(given, expected)) throw new PasskeyError('attestation_challenge_mismatch')
}

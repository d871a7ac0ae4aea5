import { PasskeyError } from '../../errors.js'
import { type CborMap, type CborRules, type CborValue, decodeCborMap } from './cbor.js'
import { malformedMember } from './json-object.js'

/** @see https://www.w3.org/TR/webauthn-3/#sctn-attestation */
export interface AttestationObject {
  readonly format: string
  /** A map. For the format `compound`, a list of statements that are not parsed yet. */
  readonly statement: CborMap | readonly CborValue[]
  readonly authenticatorData: Uint8Array
}

/**
 * Members may have any order: genuine authenticators differ. Deep enough for a compound statement inside another
 * format.
 */
const rules: CborRules = { code: 'malformed_attestation_object', depth: 8, keys: 'any' }
const compound = 'compound'
/** The maximum depth of one format's statement: a map of arrays of byte strings, and one spare level. */
const deepestStatement = 3

/**
 * Parses `fmt`, `attStmt` and `authData`. The format may still be unknown.
 *
 * @throws {PasskeyError} `malformed_attestation_object`
 */
export function parseAttestationObject(bytes: Uint8Array): AttestationObject {
  const object = decodeCborMap(bytes, rules)
  const format = object.get('fmt')
  const statement = object.get('attStmt')
  const authenticatorData = object.get('authData')
  if (typeof format !== 'string') throw malformed('fmt', 'is not a text')
  if (!(authenticatorData instanceof Uint8Array)) throw malformed('authData', 'is not a byte string')
  if (!isStatement(statement, format)) throw malformed('attStmt', 'is not a statement')
  return { format, statement, authenticatorData }
}

function malformed(name: string, problem: string): PasskeyError {
  return malformedMember({ code: rules.code, name: `attestationObject.${name}` }, problem)
}

function isStatement(statement: CborValue | undefined, format: string): statement is AttestationObject['statement'] {
  if (format === compound) return Array.isArray(statement)
  return statement instanceof Map && depthOf(statement) <= deepestStatement
}

function depthOf(value: CborValue): number {
  if (value instanceof Map) return 1 + Math.max(0, ...[...value.values()].map(depthOf))
  return Array.isArray(value) ? 1 + Math.max(0, ...value.map(depthOf)) : 0
}

/** Each statement costs signature checks, and each certificate is parsed. The limits bound the cost of one request. */
const mostStatements = 5
const mostCertificates = 6

/**
 * Parses the statements of a compound statement: two to five, none of them compound, each of a different format, with
 * at most six certificates in total.
 *
 * @throws {PasskeyError} `attestation_statement_malformed`
 */
export function parseCompoundStatement(
  statements: readonly CborValue[],
): readonly Pick<AttestationObject, 'format' | 'statement'>[] {
  if (statements.length < 2 || statements.length > mostStatements) {
    throw new PasskeyError('attestation_statement_malformed')
  }
  const read = statements.map(readStatement)
  const formats = new Set(read.map(({ format }) => format))
  const certificates = read.reduce((count, { statement }) => count + countCertificates(statement), 0)
  if (formats.size !== read.length || certificates > mostCertificates) {
    throw new PasskeyError('attestation_statement_malformed')
  }
  return read
}

function readStatement(value: CborValue) {
  const [format, statement] = value instanceof Map ? [value.get('fmt'), value.get('attStmt')] : []
  if (typeof format !== 'string' || format === compound || !(statement instanceof Map)) {
    throw new PasskeyError('attestation_statement_malformed')
  }
  return { format, statement }
}

function countCertificates(statement: CborMap): number {
  const certificates = statement.get('x5c')
  return Array.isArray(certificates) ? certificates.length : 0
}

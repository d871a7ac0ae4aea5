import { PasskeyError } from '../../errors.js'
import { type CborMap, type CborRules, type CborValue, decodeCborMap } from './cbor.js'

/** @see https://www.w3.org/TR/webauthn-3/#sctn-attestation */
export interface AttestationObject {
  readonly format: string
  /** A map; of the format `compound` the list of the statements in it, which are still to be read. */
  readonly statement: CborMap | readonly CborValue[]
  readonly authenticatorData: Uint8Array
}

/** The order of the members is free: genuine authenticators differ. Deep enough for a compound statement in another. */
const rules: CborRules = { code: 'malformed_attestation_object', depth: 8, keys: 'any' }
const compound = 'compound'
/** How deep the statement of one format is at most: a map of arrays of byte strings, and one level to spare. */
const deepestStatement = 3

/**
 * Reads `fmt`, `attStmt` and `authData`. Whether the format is a known one is judged later.
 *
 * @throws {PasskeyError} `malformed_attestation_object`
 */
export function parseAttestationObject(bytes: Uint8Array): AttestationObject {
  const object = decodeCborMap(bytes, rules)
  const format = object.get('fmt')
  const statement = object.get('attStmt')
  const authenticatorData = object.get('authData')
  const isWell = typeof format === 'string' && authenticatorData instanceof Uint8Array
  if (!isWell || !isStatement(statement, format)) throw new PasskeyError('malformed_attestation_object')
  return { format, statement, authenticatorData }
}

function isStatement(statement: CborValue | undefined, format: string): statement is AttestationObject['statement'] {
  if (format === compound) return Array.isArray(statement)
  return statement instanceof Map && depthOf(statement) <= deepestStatement
}

function depthOf(value: CborValue): number {
  if (value instanceof Map) return 1 + Math.max(0, ...[...value.values()].map(depthOf))
  return Array.isArray(value) ? 1 + Math.max(0, ...value.map(depthOf)) : 0
}

/** Each statement costs signatures, and each certificate is read: a body is not to buy more of that than a few have. */
const mostStatements = 5
const mostCertificates = 8

/**
 * Reads the statements of a compound one: two to five, none of which is compound, each of another format, with eight
 * certificates between them.
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

import { PasskeyError } from '../errors.js'
import { type CborMap, type CborRules, decodeCborMap, endOfCborItem } from './cbor.js'

/** @see https://www.w3.org/TR/webauthn-3/#sctn-attestation */
export interface AttestationObject {
  readonly format: string
  /** A map; of the format `compound` the list of the statements in it, which are still to be read. */
  readonly statement: CborMap | readonly unknown[]
  readonly authenticatorData: Uint8Array
}

/** The order of the members is free: genuine authenticators differ. */
const rules: CborRules = { code: 'malformed_attestation_object', depth: 4, keys: 'any' }
/** A compound statement holds others; deep enough to see that one of them is compound too. */
const compoundRules: CborRules = { ...rules, depth: 8 }
const compound = 'compound'

/**
 * Reads `fmt`, `attStmt` and `authData`. Whether the format is a known one is judged later.
 *
 * @throws {PasskeyError} `malformed_attestation_object`
 */
export function parseAttestationObject(bytes: Uint8Array): AttestationObject {
  const object = decodeCborMap(bytes, compoundRules)
  const format = object.get('fmt')
  const statement = object.get('attStmt')
  const authenticatorData = object.get('authData')
  if (format !== compound) endOfCborItem(bytes, 0, rules)
  const isStatement = format === compound ? Array.isArray(statement) : statement instanceof Map
  if (typeof format !== 'string' || !isStatement || !(authenticatorData instanceof Uint8Array)) {
    throw new PasskeyError('malformed_attestation_object')
  }
  return { format, statement: statement as AttestationObject['statement'], authenticatorData }
}

/**
 * Reads the statements of a compound one: at least two, none of which is compound.
 *
 * @throws {PasskeyError} `attestation_statement_malformed`
 */
export function parseCompoundStatement(
  statements: readonly unknown[],
): readonly Pick<AttestationObject, 'format' | 'statement'>[] {
  if (statements.length < 2) throw new PasskeyError('attestation_statement_malformed')
  return statements.map((it) => {
    const [format, statement] = it instanceof Map ? [it.get('fmt'), it.get('attStmt')] : []
    if (typeof format !== 'string' || format === compound || !(statement instanceof Map)) {
      throw new PasskeyError('attestation_statement_malformed')
    }
    return { format, statement }
  })
}

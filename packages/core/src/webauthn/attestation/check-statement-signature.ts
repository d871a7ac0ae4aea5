import { platform } from '#platform'
import { PasskeyError } from '../../errors.js'
import type { SignedData } from '../../platform/platform.js'
import type { Certificate } from './certificates/certificate.js'
import { fitsKey, type KeyedScheme, statementSchemes } from './certificates/signature-schemes.js'
import type { StatementRules } from './statement.js'

/** RSA with SHA-1. */
const rs1 = -65535

/**
 * The signature scheme of a statement with this algorithm, if it is allowed.
 *
 * @param takesSha1 Whether the format may be signed with SHA-1: the TPMs of most Windows machines support nothing
 *   else.
 * @throws {PasskeyError} `attestation_alg_not_allowed`; `attestation_signature_invalid` for an unknown algorithm.
 */
export function statementScheme(algorithm: number, { algorithms }: StatementRules, takesSha1 = false): KeyedScheme {
  const scheme = statementSchemes.get(algorithm)
  if (!scheme) throw new PasskeyError('attestation_signature_invalid')
  const isAllowed = algorithms?.includes(algorithm) ?? true
  if (!isAllowed || (algorithm === rs1 && !takesSha1)) throw new PasskeyError('attestation_alg_not_allowed')
  return scheme
}

/**
 * The signature is valid under the key of the certificate, and that key fits the scheme.
 *
 * @throws {PasskeyError} `attestation_signature_invalid`
 */
export async function checkStatementSignature(
  { key }: Certificate,
  scheme: KeyedScheme,
  signed: SignedData,
): Promise<void> {
  const holds = fitsKey(scheme, key) && (await platform.verifyOnce(key, scheme, signed))
  if (!holds) throw new PasskeyError('attestation_signature_invalid')
}

import { platform } from '#platform'
import { PasskeyError } from '../../errors.js'
import type { SignedData } from '../../platform/platform.js'
import type { Certificate } from './certificates/certificate.js'
import { fitsKey, type KeyedScheme, statementSchemes } from './certificates/signature-schemes.js'
import type { StatementRules } from './statement.js'

/** RSA with SHA-1. */
const rs1 = -65535

/**
 * How a statement with this algorithm is signed, where it may be.
 *
 * @param takesSha1 Whether the format may be signed with SHA-1: the TPMs of most Windows machines do nothing else.
 * @throws {PasskeyError} `attestation_alg_not_allowed`; `attestation_signature_invalid` for an algorithm nobody knows.
 */
export function statementScheme(algorithm: number, { algorithms }: StatementRules, takesSha1 = false): KeyedScheme {
  const scheme = statementSchemes.get(algorithm)
  if (!scheme) throw new PasskeyError('attestation_signature_invalid')
  const isAllowed = algorithms?.includes(algorithm) ?? true
  if (!isAllowed || (algorithm === rs1 && !takesSha1)) throw new PasskeyError('attestation_alg_not_allowed')
  return scheme
}

/**
 * The signature holds under the key of the certificate, which is one of the scheme.
 *
 * @throws {PasskeyError} `attestation_signature_invalid`
 */
export async function checkStatementSignature(
  { key, publicKeyInfo }: Certificate,
  scheme: KeyedScheme,
  signed: SignedData,
): Promise<void> {
  const holds = fitsKey(scheme, key) && (await platform.verifyByCertificate(publicKeyInfo, scheme, signed))
  if (!holds) throw new PasskeyError('attestation_signature_invalid')
}

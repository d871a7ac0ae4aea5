import { platform } from '#platform'
import type { Hash } from '../../../algorithms.js'
import { PasskeyError } from '../../../errors.js'
import { isSameKey } from '../certificates/certificate-key.js'
import { checkModelExtension } from '../check-model-extension.js'
import { checkStatementSignature, statementScheme } from '../check-statement-signature.js'
import {
  type CertifiedStatement,
  checkBound,
  concatenate,
  type ProvenStatement,
  readBytes,
  readCertificates,
  readInteger,
  signedBytes,
} from '../statement.js'
import { readCertifyInfo } from '../tpm/certify-info.js'
import { checkIdentityCertificate } from '../tpm/check-identity-certificate.js'
import { readPublicArea } from '../tpm/public-area.js'

/**
 * A TPM statement is valid: a TPM certifies, for this ceremony, that it holds this very key.
 *
 * @throws {PasskeyError} as `StatementVerifier`, `tpm_pub_area_mismatch`, `tpm_cert_info_invalid`,
 *   `attestation_challenge_mismatch`, `attestation_aaguid_mismatch`
 * @see https://www.w3.org/TR/webauthn-3/#sctn-tpm-attestation
 */
export async function verifyTpm(input: CertifiedStatement): Promise<ProvenStatement> {
  const { statement, credential, credentialKey, rules } = input
  if (statement.get('ver') !== '2.0') throw new PasskeyError('attestation_statement_malformed')
  const algorithm = readInteger(statement, 'alg')
  const signature = readBytes(statement, 'sig')
  const certInfo = readBytes(statement, 'certInfo')
  const pubArea = readBytes(statement, 'pubArea')
  const chain = readCertificates(statement)
  const scheme = statementScheme(algorithm, rules, true)
  const area = readPublicArea(pubArea)
  if (!isSameKey(area.key, credentialKey)) throw new PasskeyError('tpm_pub_area_mismatch')
  const info = readCertifyInfo(certInfo)
  checkBound(info.extraData, await digest(scheme.hash, signedBytes(input)))
  const name = concatenate(twoBytes(area.nameAlgorithm), await digest(area.nameHash, pubArea))
  if (!platform.equal(info.name, name)) throw new PasskeyError('tpm_pub_area_mismatch')
  checkIdentityCertificate(chain[0], rules.tpmManufacturers)
  await checkStatementSignature(chain[0], scheme, { data: certInfo, signature })
  checkModelExtension(chain[0], credential.aaguid)
  return { chain, coversModel: true }
}

/** @throws {PasskeyError} `attestation_signature_invalid` for an algorithm with a built-in hash: no TPM has one. */
async function digest(hash: Hash | null, data: Uint8Array): Promise<Uint8Array> {
  if (hash === null) throw new PasskeyError('attestation_signature_invalid')
  return platform.digest(hash, data)
}

function twoBytes(number: number): Uint8Array {
  return new Uint8Array([number >> 8, number & 0xff])
}

import { platform } from '#platform'
import { PasskeyError } from '../../../errors.js'
import { isSameKey } from '../certificates/certificate-key.js'
import {
  type CertifiedStatement,
  checkBound,
  concatenate,
  type ProvenStatement,
  readCertificates,
  signedBytes,
} from '../statement.js'

const nonceExtension = '1.2.840.113635.100.8.2'
/** SEQUENCE { [1] EXPLICIT OCTET STRING of 32 bytes }. */
const beforeNonce = new Uint8Array([0x30, 0x24, 0xa1, 0x22, 0x04, 0x20])

/**
 * An Apple statement is valid: the certificate was issued for this ceremony and for this very key.
 *
 * @throws {PasskeyError} as `StatementVerifier`, `attestation_challenge_mismatch`, `attestation_key_mismatch`
 * @see https://www.w3.org/TR/webauthn-3/#sctn-apple-anonymous-attestation
 */
export async function verifyApple(input: CertifiedStatement): Promise<ProvenStatement> {
  const chain = readCertificates(input.statement)
  const nonce = await platform.sha256(signedBytes(input))
  const given = chain[0].extensions.get(nonceExtension)?.value ?? new Uint8Array(0)
  checkBound(given, concatenate(beforeNonce, nonce))
  if (!isSameKey(chain[0].key, input.credentialKey)) throw new PasskeyError('attestation_key_mismatch')
  return { chain, coversModel: true }
}

import { PasskeyError } from '../../../errors.js'
import { readStructure } from './structure-reader.js'

/**
 * TPMS_ATTEST for a key that the TPM certifies to hold.
 *
 * @see https://trustedcomputinggroup.org/resource/tpm-library-specification/ Part 2, section 10.12.8
 */
export interface CertifyInfo {
  /** The hash of the ceremony that it was made for. */
  readonly extraData: Uint8Array
  /** The name of the key: the algorithm of a hash, and the hash of its public area. */
  readonly name: Uint8Array
}

/** TPM_GENERATED_VALUE: structures that a TPM creates itself begin with it. A TPM signs no other data that does. */
const generated = 0xff544347
/** TPM_ST_ATTEST_CERTIFY. */
const certify = 0x8017

/**
 * Parses what the TPM has signed, to its last byte.
 *
 * @throws {PasskeyError} `tpm_cert_info_invalid`
 */
export function readCertifyInfo(bytes: Uint8Array): CertifyInfo {
  const reader = readStructure(bytes, 'tpm_cert_info_invalid')
  const isCertification = reader.number(4) === generated && reader.number(2) === certify
  if (!isCertification) throw new PasskeyError('tpm_cert_info_invalid')
  reader.sized() // qualifiedSigner
  const extraData = reader.sized()
  reader.bytes(17) // clockInfo: clock, two counters and a flag
  reader.bytes(8) // firmwareVersion
  const name = reader.sized()
  reader.sized() // qualifiedName
  reader.end()
  return { extraData, name }
}

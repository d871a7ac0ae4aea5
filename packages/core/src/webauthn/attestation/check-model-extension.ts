import { PasskeyError } from '../../errors.js'
import { toHexadecimal } from '../parse/hexadecimal.js'
import type { Certificate } from './certificates/certificate.js'

/** `id-fido-gen-ce-aaguid`: an OCTET STRING inside the one that every extension is. */
const modelExtension = '1.3.6.1.4.1.45724.1.1.4'
const octetStringOf16 = '0410'

/**
 * If the certificate names a model, it is the one that the authenticator names. Many genuine certificates name none.
 *
 * @throws {PasskeyError} `attestation_aaguid_mismatch`; `attestation_certificate_invalid` if the extension is
 *   critical.
 * @see https://www.w3.org/TR/webauthn-3/#sctn-packed-attestation-cert-requirements
 */
export function checkModelExtension({ extensions }: Certificate, aaguid: string): void {
  const extension = extensions.get(modelExtension)
  if (!extension) return
  if (extension.critical) throw new PasskeyError('attestation_certificate_invalid')
  const expected = octetStringOf16 + aaguid.replaceAll('-', '')
  if (toHexadecimal(extension.value) !== expected) throw new PasskeyError('attestation_aaguid_mismatch')
}

import { PasskeyError } from '../../../errors.js'
import type { Certificate } from '../certificates/certificate.js'
import {
  extensionId,
  readAlternativeNames,
  readBasicConstraints,
  readExtendedKeyUsage,
} from '../certificates/extensions.js'
import { tpmManufacturers } from './manufacturers.js'

/** Object identifiers of the TCG: attributes of the directory name, and the key usage. */
const tcg = {
  manufacturer: '2.23.133.2.1',
  model: '2.23.133.2.2',
  version: '2.23.133.2.3',
  identityKey: '2.23.133.8.3',
}

/**
 * The certificate is for a TPM's attestation identity key.
 *
 * @param others Manufacturers in addition to the registry.
 * @throws {PasskeyError} `attestation_certificate_invalid`
 * @see https://www.w3.org/TR/webauthn-3/#sctn-tpm-cert-requirements
 */
export function checkIdentityCertificate(certificate: Certificate, others: readonly string[]): void {
  const { directory } = readAlternativeNames(certificate)
  const textOf = (type: string) => directory.find((it) => it.type === type)?.value ?? ''
  const manufacturer = textOf(tcg.manufacturer)
  const isKnown = tpmManufacturers.has(manufacturer) || others.includes(manufacturer)
  const isNamed = isKnown && textOf(tcg.model) !== '' && textOf(tcg.version) !== ''
  const isNameless = certificate.subjectAttributes.length === 0
  const mustBeMinded = certificate.extensions.get(extensionId.subjectAlternativeName)?.critical === true
  const isForIdentity = readExtendedKeyUsage(certificate).includes(tcg.identityKey)
  const isLeaf = certificate.version === 3 && readBasicConstraints(certificate)?.isAuthority !== true
  if (!isNamed || !isNameless || !mustBeMinded || !isForIdentity || !isLeaf) {
    throw new PasskeyError('attestation_certificate_invalid')
  }
}

import { AsnConvert } from '@peculiar/asn1-schema'
import {
  BasicConstraints,
  ExtendedKeyUsage,
  type GeneralName,
  KeyUsage,
  KeyUsageFlags,
  SubjectAlternativeName,
} from '@peculiar/asn1-x509'
import { PasskeyError } from '../../../errors.js'
import { attributesOf, type Certificate, type NameAttribute } from './certificate.js'
import { fillsExactly } from './fills-exactly.js'

/** Object identifiers of RFC 5280, section 4.2.1. */
export const extensionId = {
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  certificatePolicies: '2.5.29.32',
  extendedKeyUsage: '2.5.29.37',
} as const

/** Whether it may issue others, and how many may stand between it and the last; undefined where it does not say. */
export function readBasicConstraints(
  certificate: Certificate,
): { readonly isAuthority: boolean; readonly pathLength?: number } | undefined {
  const constraints = readExtension(certificate, extensionId.basicConstraints, BasicConstraints)
  if (!constraints) return undefined
  const { cA, pathLenConstraint } = constraints
  return { isAuthority: cA, ...(pathLenConstraint === undefined ? {} : { pathLength: pathLenConstraint }) }
}

/** Whether its key may sign certificates; one that does not say what its key is for may. */
export function maySignCertificates(certificate: Certificate): boolean {
  const usage = readExtension(certificate, extensionId.keyUsage, KeyUsage)
  return usage === undefined || (usage.toNumber() & KeyUsageFlags.keyCertSign) !== 0
}

/** What its key may be used for, as object identifiers. */
export function readExtendedKeyUsage(certificate: Certificate): readonly string[] {
  return [...(readExtension(certificate, extensionId.extendedKeyUsage, ExtendedKeyUsage) ?? [])]
}

/** The other names of its subject: host names, and the attributes of directory names. */
export function readAlternativeNames(certificate: Certificate): {
  readonly hosts: readonly string[]
  readonly directory: readonly NameAttribute[]
} {
  const names: GeneralName[] = [
    ...(readExtension(certificate, extensionId.subjectAlternativeName, SubjectAlternativeName) ?? []),
  ]
  return {
    hosts: names.flatMap(({ dNSName }) => (dNSName === undefined ? [] : [dNSName])),
    directory: names.flatMap(({ directoryName }) => (directoryName ? attributesOf(directoryName) : [])),
  }
}

/**
 * What an extension holds, or undefined where there is none.
 *
 * @throws {PasskeyError} `attestation_certificate_invalid`
 */
function readExtension<Value>(certificate: Certificate, id: string, type: new () => Value): Value | undefined {
  const extension = certificate.extensions.get(id)
  if (!extension) return undefined
  try {
    if (!fillsExactly(extension.value)) throw new TypeError('Bytes are missing or left over.')
    return AsnConvert.parse(extension.value.slice(), type)
  } catch (cause) {
    throw new PasskeyError('attestation_certificate_invalid', { cause })
  }
}

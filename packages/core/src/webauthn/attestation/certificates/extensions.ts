import { AsnConvert } from '@peculiar/asn1-schema'
import {
  BasicConstraints,
  ExtendedKeyUsage,
  type GeneralName,
  KeyUsage,
  KeyUsageFlags,
  SubjectAlternativeName,
} from '@peculiar/asn1-x509'
import { readWithCode } from '../../parse/json-object.js'
import { attributesOf, type Certificate, type NameAttribute } from './certificate.js'
import { isModestDer } from './is-modest-der.js'

/** Object identifiers of RFC 5280, section 4.2.1. */
export const extensionId = {
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  certificatePolicies: '2.5.29.32',
  extendedKeyUsage: '2.5.29.37',
} as const

/** Whether it may issue others, and how many intermediates may follow it; undefined if it does not say. */
export function readBasicConstraints(
  certificate: Certificate,
): { readonly isAuthority: boolean; readonly pathLength?: number } | undefined {
  return readExtension(certificate, {
    id: extensionId.basicConstraints,
    type: BasicConstraints,
    read: ({ cA, pathLenConstraint }) => ({
      isAuthority: cA,
      ...(pathLenConstraint === undefined ? {} : { pathLength: pathLenConstraint }),
    }),
  })
}

/** Whether its key may sign certificates. Without a key usage extension, it may. */
export function maySignCertificates(certificate: Certificate): boolean {
  const mayThat = readExtension(certificate, {
    id: extensionId.keyUsage,
    type: KeyUsage,
    read: (usage) => (usage.toNumber() & KeyUsageFlags.keyCertSign) !== 0,
  })
  return mayThat ?? true
}

/** The allowed uses of its key, as object identifiers. */
export function readExtendedKeyUsage(certificate: Certificate): readonly string[] {
  const usages = { id: extensionId.extendedKeyUsage, type: ExtendedKeyUsage, read: (it: ExtendedKeyUsage) => [...it] }
  return readExtension(certificate, usages) ?? []
}

/** Host names, and the attributes of directory names. */
interface AlternativeNames {
  readonly hosts: readonly string[]
  readonly directory: readonly NameAttribute[]
}

/** The alternative names of its subject. */
export function readAlternativeNames(certificate: Certificate): AlternativeNames {
  const names = readExtension(certificate, {
    id: extensionId.subjectAlternativeName,
    type: SubjectAlternativeName,
    read: (it) => sortNames([...it]),
  })
  return names ?? { hosts: [], directory: [] }
}

function sortNames(names: readonly GeneralName[]): AlternativeNames {
  return {
    hosts: names.flatMap(({ dNSName }) => (dNSName === undefined ? [] : [dNSName])),
    directory: names.flatMap(({ directoryName }) => (directoryName ? attributesOf(directoryName) : [])),
  }
}

/** One extension: how it is encoded, and how to read it. */
interface WantedExtension<Encoded, Value> {
  readonly id: string
  readonly type: new () => Encoded
  readonly read: (encoded: Encoded) => Value
}

/**
 * The value of an extension, or undefined if there is none.
 *
 * @throws {PasskeyError} `attestation_certificate_invalid`
 */
function readExtension<Encoded, Value>(
  certificate: Certificate,
  { id, type, read }: WantedExtension<Encoded, Value>,
): Value | undefined {
  const extension = certificate.extensions.get(id)
  if (!extension) return undefined
  return readWithCode('attestation_certificate_invalid', () => {
    if (!isModestDer(extension.value)) throw new TypeError('The extension is not whole, or has too many parts.')
    return read(AsnConvert.parse(extension.value.slice(), type))
  })
}

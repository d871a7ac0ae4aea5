import type { AttestationKey } from './attestation-key.js'
import { der } from './der.js'

/** The whole content of a certificate. Everything is written as given; nothing is derived. */
export interface CertificateContent {
  /** 3, or another number as a lie. */
  readonly version: number
  readonly serialNumber: number
  readonly issuer: readonly CertificateName[]
  /** Epoch milliseconds. */
  readonly notBefore: number
  readonly notAfter: number
  readonly subject: readonly CertificateName[]
  /** DER. */
  readonly subjectPublicKeyInfo: Uint8Array
  readonly extensions: readonly CertificateExtension[]
}

/** One part of a name: its object identifier, and its text. */
export type CertificateName = readonly [type: string, value: string]

/** One extension of a certificate. */
export interface CertificateExtension {
  /** Object identifier. */
  readonly id: string
  readonly critical: boolean
  /** DER, before it is wrapped. */
  readonly value: Uint8Array
}

/** The signature algorithm of a certificate, by the COSE number of the key. */
const signatureIdentifiers: ReadonlyMap<number, string> = new Map([
  [-7, '1.2.840.10045.4.3.2'],
  [-35, '1.2.840.10045.4.3.3'],
  [-8, '1.3.101.112'],
  [-257, '1.2.840.113549.1.1.11'],
  [-65535, '1.2.840.113549.1.1.5'],
])

/** The certificate as DER, signed by the key of its issuer. */
export function encodeCertificate(content: CertificateContent, issuerKey: AttestationKey): Uint8Array {
  const algorithm = der.sequence(der.objectIdentifier(signatureIdentifiers.get(issuerKey.algorithm) ?? '1.2'))
  const signed = der.sequence(
    ...(content.version === 1 ? [] : [der.explicit(0, der.integer(content.version - 1))]),
    der.integer(content.serialNumber),
    algorithm,
    encodeName(content.issuer),
    der.sequence(der.generalizedTime(content.notBefore), der.generalizedTime(content.notAfter)),
    encodeName(content.subject),
    content.subjectPublicKeyInfo,
    ...(content.extensions.length === 0
      ? []
      : [der.explicit(3, der.sequence(...content.extensions.map(encodeExtension)))]),
  )
  return der.sequence(signed, algorithm, der.bitString(issuerKey.sign(signed)))
}

/** A distinguished name with each attribute in a part of its own. */
export function encodeName(name: readonly CertificateName[]): Uint8Array {
  return der.sequence(
    ...name.map(([type, value]) => der.set(der.sequence(der.objectIdentifier(type), der.utf8String(value)))),
  )
}

function encodeExtension({ id, critical, value }: CertificateExtension): Uint8Array {
  return der.sequence(der.objectIdentifier(id), ...(critical ? [der.boolean(true)] : []), der.octetString(value))
}

/** Extensions that many certificates have. */
export const extensions = {
  basicConstraints: (isAuthority: boolean, pathLength?: number): CertificateExtension => ({
    id: '2.5.29.19',
    critical: true,
    value: der.sequence(
      ...(isAuthority ? [der.boolean(true)] : []),
      ...(pathLength === undefined ? [] : [der.integer(pathLength)]),
    ),
  }),
  /** Key usage `keyCertSign` and `cRLSign`, or `digitalSignature`. */
  keyUsage: (usage: 'issues' | 'signs'): CertificateExtension => ({
    id: '2.5.29.15',
    critical: true,
    value: usage === 'issues' ? der.bitString(Uint8Array.of(0x06), 1) : der.bitString(Uint8Array.of(0x80), 7),
  }),
  extendedKeyUsage: (purpose: string): CertificateExtension => ({
    id: '2.5.29.37',
    critical: false,
    value: der.sequence(der.objectIdentifier(purpose)),
  }),
  /** `id-fido-gen-ce-aaguid`. */
  model: (aaguid: Uint8Array): CertificateExtension => ({
    id: '1.3.6.1.4.1.45724.1.1.4',
    critical: false,
    value: der.octetString(aaguid),
  }),
} as const

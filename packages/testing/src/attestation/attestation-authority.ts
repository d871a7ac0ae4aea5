import { type AttestationKey, createAttestationKey } from './attestation-key.js'
import {
  type CertificateContent,
  type CertificateExtension,
  type CertificateName,
  encodeCertificate,
  extensions,
} from './certificate.js'
import type { StatementTamper } from './statement-tamper.js'

/**
 * The certificate authority of authenticators in a test: a root, an authority below it, and certificates for what
 * they create.
 */
export interface AttestationAuthority {
  /** The root as DER: what a server trusts. */
  readonly root: Uint8Array
  /** The same as PEM. */
  readonly rootPem: string
  /** Certificates for a key, the leaf first, without the root. */
  issue(wanted: WantedCertificate, tamper?: StatementTamper): readonly Uint8Array[]
}

/** The leaf certificate that an authority issues. */
export interface WantedCertificate {
  readonly subjectPublicKeyInfo: Uint8Array
  readonly subject: readonly CertificateName[]
  /** In addition to the basic constraints, which every leaf has. */
  readonly extensions: readonly CertificateExtension[]
  /** Issued by the root itself, without an intermediate. */
  readonly direct?: boolean
}

/** What `createAttestationAuthority` takes. */
export interface AttestationAuthorityOptions {
  /**
   * The first part of the name in every certificate; two authorities of one name have different keys.
   *
   * @default `Test`
   */
  readonly name?: string
  /**
   * COSE number of the keys that sign certificates: -7 (default), -35, -8 or -257.
   *
   * @default -7
   */
  readonly algorithm?: number
  /**
   * How many authorities the root allows below it.
   *
   * @default any number; there is one
   */
  readonly pathLength?: number
}

const validity = { notBefore: Date.UTC(2020, 0, 1), notAfter: Date.UTC(2049, 0, 1) } as const

/**
 * A new attestation authority, with keys of its own. Its certificates are valid from 2020 to 2048.
 *
 * @throws {TypeError} for an algorithm without a key.
 */
export function createAttestationAuthority({
  name = 'Test',
  algorithm = -7,
  pathLength,
}: AttestationAuthorityOptions = {}): AttestationAuthority {
  const rootKey = createAttestationKey(algorithm)
  const middleKey = createAttestationKey(algorithm)
  const rootName: readonly CertificateName[] = [['2.5.4.3', `${name} attestation root`]]
  const middleName: readonly CertificateName[] = [['2.5.4.3', `${name} attestation authority`]]
  const authority = [extensions.basicConstraints(true), extensions.keyUsage('issues')]
  const limited = [extensions.basicConstraints(true, pathLength), extensions.keyUsage('issues')]
  const rootContent = { ...contentOf(rootKey, rootName), issuer: rootName, extensions: limited }
  const root = encodeCertificate(rootContent, rootKey)
  return {
    root,
    rootPem: toPem(root),
    issue(wanted, tamper = {}) {
      const middle = { ...contentOf(middleKey, middleName), issuer: rootName, extensions: authority }
      const leaf: CertificateContent = {
        ...contentOf(wanted, wanted.subject),
        issuer: wanted.direct ? rootName : middleName,
        extensions: [extensions.basicConstraints(false), ...wanted.extensions],
      }
      const issued = encodeCertificate(tamper.leaf?.(leaf) ?? leaf, wanted.direct ? rootKey : middleKey)
      if (wanted.direct) return [issued]
      return [issued, encodeCertificate(tamper.intermediate?.(middle) ?? middle, rootKey)]
    },
  }
}

function contentOf(
  { subjectPublicKeyInfo }: Pick<AttestationKey, 'subjectPublicKeyInfo'>,
  subject: readonly CertificateName[],
): Omit<CertificateContent, 'issuer' | 'extensions'> {
  return { version: 3, serialNumber: 1, ...validity, subject, subjectPublicKeyInfo }
}

function toPem(bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

import type { AttestationAuthority } from './attestation-authority.js'
import { createAttestationKey } from './attestation-key.js'
import { der } from './der.js'

/** The content of a blob of the FIDO Metadata Service. Use `rows` for anything that this type does not allow. */
export interface MetadataContent {
  readonly entries: readonly MetadataEntry[]
  /** Entries written unchanged, before the others: for example invalid ones. */
  readonly rows?: readonly unknown[]
  /** The serial number. Default 1. */
  readonly number?: unknown
  /** The day until which it may be used. Default 2026-12-01. */
  readonly nextUpdate?: string
  /** The host name in the certificate that signs. Default `mds.fidoalliance.org`. */
  readonly host?: string
  /** JOSE name in the header. Default ES256, which is the signature's real algorithm. */
  readonly algorithm?: string
}

/** One model of authenticators. */
export interface MetadataEntry {
  readonly aaguid?: string
  /** For U2F: SHA-1 of the keys in attestation certificates, as hexadecimal. */
  readonly keyIdentifiers?: readonly string[]
  /** DER. */
  readonly roots?: readonly Uint8Array[]
  /** The reported status, such as `REVOKED`. Default `FIDO_CERTIFIED`. */
  readonly status?: string
}

/**
 * A blob as the FIDO Metadata Service publishes it, signed under certificates that the authority issues.
 *
 * @see https://fidoalliance.org/specs/mds/fido-metadata-service-v3.0-ps-20210518.html#sctn-mds-blob-file
 */
export function createMetadataBlob(authority: AttestationAuthority, content: MetadataContent): string {
  const key = createAttestationKey()
  const host = new TextEncoder().encode(content.host ?? 'mds.fidoalliance.org')
  const chain = authority.issue({
    subjectPublicKeyInfo: key.subjectPublicKeyInfo,
    subject: [['2.5.4.3', 'FIDO Metadata']],
    extensions: [{ id: '2.5.29.17', critical: false, value: der.sequence(der.implicit(2, host)) }],
  })
  const header = { alg: content.algorithm ?? 'ES256', typ: 'JWT', x5c: chain.map(toBase64) }
  const payload = {
    legalHeader: 'for tests',
    no: content.number ?? 1,
    nextUpdate: content.nextUpdate ?? '2026-12-01',
    entries: [...(content.rows ?? []), ...content.entries.map(toEntry)],
  }
  const signed = [header, payload].map((it) => Buffer.from(JSON.stringify(it)).toString('base64url')).join('.')
  return `${signed}.${Buffer.from(key.signForJose(Buffer.from(signed))).toString('base64url')}`
}

function toEntry({ aaguid, keyIdentifiers, roots = [], status = 'FIDO_CERTIFIED' }: MetadataEntry): object {
  return {
    ...(aaguid === undefined ? {} : { aaguid }),
    ...(keyIdentifiers === undefined ? {} : { attestationCertificateKeyIdentifiers: keyIdentifiers }),
    metadataStatement: { attestationRootCertificates: roots.map(toBase64) },
    statusReports: [{ status, effectiveDate: '2026-01-01' }],
  }
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

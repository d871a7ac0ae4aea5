import { AsnConvert } from '@peculiar/asn1-schema'
import { Certificate as AsnCertificate, type Name, type Time, Version } from '@peculiar/asn1-x509'
import type { PublicKey } from '../../../cose-key.js'
import { toHexadecimal } from '../../parse/hexadecimal.js'
import { readWithCode } from '../../parse/json-object.js'
import { readCertificateKey } from './certificate-key.js'
import { isModestDer } from './is-modest-der.js'

/**
 * An X.509 certificate, as far as attestation needs it. Extensions are parsed only when a check needs them: genuine
 * certificates have some that no parser understands.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1
 */
export interface Certificate {
  /** The whole certificate, unchanged. */
  readonly der: Uint8Array
  /** Version 3 is 3. */
  readonly version: number
  /** The part that the issuer has signed, unchanged. */
  readonly signed: Uint8Array
  /** Object identifier. */
  readonly signatureAlgorithm: string
  readonly signature: Uint8Array
  /** Encoded, to be compared. */
  readonly issuer: string
  /** Encoded, to be compared. */
  readonly subject: string
  readonly subjectAttributes: readonly NameAttribute[]
  /** Epoch milliseconds, as are all instants here. */
  readonly notBefore: number
  readonly notAfter: number
  /** The content of the BIT STRING in it. */
  readonly publicKeyBits: Uint8Array
  /** Absent for a kind of key that no attestation uses. */
  readonly key?: PublicKey
  /** By object identifier. */
  readonly extensions: ReadonlyMap<string, CertificateExtension>
}

/** One part of a name: its type, as an object identifier, and its text. */
export interface NameAttribute {
  readonly type: string
  readonly value: string
}

/** One extension of a certificate. */
export interface CertificateExtension {
  readonly critical: boolean
  readonly value: Uint8Array
}

/**
 * Reads a certificate to its last byte.
 *
 * @throws {PasskeyError} `attestation_certificate_invalid`
 */
export function parseCertificate(bytes: Uint8Array): Certificate {
  return readWithCode('attestation_certificate_invalid', () => read(bytes.slice()))
}

function read(der: Uint8Array<ArrayBuffer>): Certificate {
  if (!isModestDer(der)) throw new TypeError('The certificate is not whole, or has too many parts.')
  const { tbsCertificate, tbsCertificateRaw, ...outer } = AsnConvert.parse(der, AsnCertificate)
  if (tbsCertificateRaw === undefined || tbsCertificate.signature.algorithm !== outer.signatureAlgorithm.algorithm) {
    throw new TypeError('The parts of the certificate do not fit together.')
  }
  const key = readCertificateKey(tbsCertificate.subjectPublicKeyInfo)
  const { notBefore, notAfter } = tbsCertificate.validity
  return Object.freeze({
    der,
    version: (tbsCertificate.version ?? Version.v1) + 1,
    signed: new Uint8Array(tbsCertificateRaw),
    signatureAlgorithm: outer.signatureAlgorithm.algorithm,
    signature: new Uint8Array(outer.signatureValue),
    issuer: encode(tbsCertificate.issuer),
    subject: encode(tbsCertificate.subject),
    subjectAttributes: attributesOf(tbsCertificate.subject),
    notBefore: instantOf(notBefore),
    notAfter: instantOf(notAfter),
    publicKeyBits: new Uint8Array(tbsCertificate.subjectPublicKeyInfo.subjectPublicKey),
    ...(key ? { key } : {}),
    extensions: readExtensions(tbsCertificate.extensions ?? []),
  })
}

/** An invalid date compares with nothing, so such a certificate would never expire. */
function instantOf(time: Time): number {
  const instant = time.getTime().getTime()
  if (!Number.isFinite(instant)) throw new TypeError('A time of the certificate is not a date.')
  return instant
}

function encode(name: Name): string {
  return toHexadecimal(new Uint8Array(AsnConvert.serialize(name)))
}

/** All attributes of a name, including those that share a part. */
export function attributesOf(name: Name): readonly NameAttribute[] {
  return name.flatMap((part) => [...part].map(({ type, value }) => ({ type, value: value.toString() })))
}

interface AsnExtension {
  readonly extnID: string
  readonly critical: boolean
  readonly extnValue: { readonly buffer: ArrayBuffer }
}

function readExtensions(extensions: readonly AsnExtension[]): ReadonlyMap<string, CertificateExtension> {
  const read = extensions.map(
    ({ extnID, critical, extnValue }) => [extnID, { critical, value: new Uint8Array(extnValue.buffer) }] as const,
  )
  const byIdentifier = new Map(read)
  if (byIdentifier.size !== read.length) throw new TypeError('An extension occurs twice.')
  return byIdentifier
}

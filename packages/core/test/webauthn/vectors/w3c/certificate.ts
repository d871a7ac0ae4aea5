import { createHash } from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'
import {
  bitString,
  context,
  type Der,
  generalizedTime,
  integer,
  objectIdentifier,
  octetString,
  printableString,
  sequence,
  set,
  smallInteger,
  tagged,
  utcTime,
  utf8String,
  yes,
} from './der.js'
import { type Draws, drawsOf } from './draws.js'

/** The key that certificates of attestation are issued with, and its certificate. */
interface Issuer {
  readonly secretKey: Uint8Array
  readonly certificate: Der
}

/** What a certificate is made from. */
export interface CertificateInput {
  /** The P-256 key that it is about. */
  readonly secretKey: Uint8Array
  readonly serialNumber: Uint8Array
  /** Default: the name that the specification gives to authenticators. */
  readonly subject?: Der
  /** Extensions beside those that every certificate of the examples has. */
  readonly extensions?: readonly Der[]
}

const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'))
const validity = sequence(utcTime('240101000000Z'), generalizedTime('30240101000000Z'))

function nameOf(organizationalUnit: string): Der {
  const part = (type: string, value: Der) => set(sequence(objectIdentifier(type), value))
  return sequence(
    part('2.5.4.3', utf8String('WebAuthn test vectors')),
    part('2.5.4.10', utf8String('W3C')),
    part('2.5.4.11', utf8String(organizationalUnit)),
    part('2.5.4.6', printableString('AA')),
  )
}

const issuerName = nameOf('Authenticator Attestation CA')

export function extension(
  identifier: string,
  value: Der,
  criticality: 'critical' | 'informative' = 'informative',
): Der {
  const critical = criticality === 'critical' ? [yes] : []
  return sequence(objectIdentifier(identifier), ...critical, octetString(value))
}

function pointOf(secretKey: Uint8Array): Uint8Array {
  return p256.getPublicKey(secretKey, false)
}

function keyIdentifier(secretKey: Uint8Array): Uint8Array {
  return createHash('sha1').update(pointOf(secretKey)).digest()
}

interface SignedCertificate extends CertificateInput {
  readonly subject: Der
  readonly extensions: readonly Der[]
  readonly signedWith: Uint8Array
}

function sign({ secretKey, serialNumber, subject, extensions, signedWith }: SignedCertificate): Der {
  const p256Key = sequence(objectIdentifier('1.2.840.10045.2.1'), objectIdentifier('1.2.840.10045.3.1.7'))
  const toBeSigned = sequence(
    context(0, smallInteger(2)),
    integer(serialNumber),
    ecdsaWithSha256,
    issuerName,
    validity,
    subject,
    sequence(p256Key, bitString(pointOf(secretKey))),
    context(3, sequence(...extensions)),
  )
  const signature = p256.sign(toBeSigned, signedWith, { format: 'der', lowS: false })
  return sequence(toBeSigned, ecdsaWithSha256, bitString(signature))
}

/** The authority that issues the certificates of the examples. */
export function createIssuer(draws: Draws = drawsOf('Attestation CA')): Issuer {
  const secretKey = draws.next(32)
  const certificate = sign({
    secretKey,
    serialNumber: draws.next(16),
    subject: issuerName,
    signedWith: secretKey,
    extensions: [
      extension('2.5.29.19', sequence(yes), 'critical'),
      extension('2.5.29.15', bitString(Uint8Array.of(0x06), 1), 'critical'),
      extension('2.5.29.14', octetString(keyIdentifier(secretKey))),
    ],
  })
  return { secretKey, certificate }
}

/** A certificate for an authenticator, from that authority. */
export function issue(issuer: Issuer, { secretKey, serialNumber, subject, extensions = [] }: CertificateInput): Der {
  return sign({
    secretKey,
    serialNumber,
    subject: subject ?? nameOf('Authenticator Attestation'),
    signedWith: issuer.secretKey,
    extensions: [
      extension('2.5.29.19', sequence(), 'critical'),
      extension('2.5.29.15', bitString(Uint8Array.of(0x80), 7), 'critical'),
      extension('2.5.29.14', octetString(keyIdentifier(secretKey))),
      extension('2.5.29.35', sequence(tagged(0x80, keyIdentifier(issuer.secretKey)))),
      ...extensions,
    ],
  })
}

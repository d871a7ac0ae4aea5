import { type CertificateName, extensions } from '../certificate.js'
import { type AttestationStatement, chainOf, type StatementInput } from './statement-input.js'

/** The name that a certificate of packed attestation must have. */
export const packedSubject: readonly CertificateName[] = [
  ['2.5.4.6', 'AA'],
  ['2.5.4.10', 'Latchkey tests'],
  ['2.5.4.11', 'Authenticator Attestation'],
  ['2.5.4.3', 'Authenticator'],
]

/** @see https://www.w3.org/TR/webauthn-3/#sctn-packed-attestation */
export function makePacked(input: StatementInput): AttestationStatement {
  const { attestationKey, signedBytes, aaguid } = input
  const { subjectPublicKeyInfo } = attestationKey
  const wanted = { subjectPublicKeyInfo, subject: packedSubject, extensions: [extensions.model(aaguid)] }
  return {
    fmt: 'packed',
    attStmt: new Map<string, unknown>([
      ['alg', attestationKey.algorithm],
      ['sig', attestationKey.sign(signedBytes)],
      ['x5c', chainOf(input, wanted)],
    ]),
  }
}

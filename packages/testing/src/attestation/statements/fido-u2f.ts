import { concatenate } from '../der.js'
import { packedSubject } from './packed.js'
import { type AttestationStatement, chainOf, type StatementInput } from './statement-input.js'

/** @see https://www.w3.org/TR/webauthn-3/#sctn-fido-u2f-attestation */
export function makeFidoU2f(input: StatementInput): AttestationStatement {
  const { attestationKey, rpIdHash, clientDataHash, credentialId, credentialKey } = input
  const { subjectPublicKeyInfo } = attestationKey
  const coordinates = [-2, -3].map((label) => credentialKey.publicKey.get(label))
  const point = coordinates.filter((it) => it instanceof Uint8Array)
  const signed = concatenate([Uint8Array.of(0), rpIdHash, clientDataHash, credentialId, Uint8Array.of(4), ...point])
  return {
    fmt: 'fido-u2f',
    attStmt: new Map<string, unknown>([
      ['sig', attestationKey.sign(signed)],
      ['x5c', chainOf(input, { subjectPublicKeyInfo, subject: packedSubject, extensions: [], direct: true })],
    ]),
  }
}

import { sha256 } from '../../authenticator/sha256.js'
import { der } from '../der.js'
import { type AttestationStatement, chainOf, type StatementInput } from './statement-input.js'

/** @see https://www.w3.org/TR/webauthn-3/#sctn-apple-anonymous-attestation */
export function makeApple(input: StatementInput): AttestationStatement {
  const { credentialKey, signedBytes, tamper } = input
  const honest = sha256(signedBytes)
  const nonce = tamper.nonce?.(honest) ?? honest
  const value = der.sequence(der.explicit(1, der.octetString(nonce)))
  const chain = chainOf(input, {
    subjectPublicKeyInfo: credentialKey.subjectPublicKeyInfo,
    subject: [['2.5.4.3', 'a credential']],
    extensions: [{ id: '1.2.840.113635.100.8.2', critical: false, value }],
  })
  return { fmt: 'apple', attStmt: new Map([['x5c', chain]]) }
}

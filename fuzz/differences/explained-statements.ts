import type { Explanation } from './explanation.js'
import { certificateOf, signatureOfCertificate, statementOf } from './loose-parts.js'
import { attestationOf, authenticatorDataOf, publicKeyOf } from './read-case.js'
import { isStrictDer, isWholeDer } from './strictness.js'

const theyAccept = { theirs: 'accepts' } as const

/** The allowed differences between the two libraries about attestation statements. */
export const explainedStatements: readonly Explanation[] = [
  {
    name: 'A self attestation of another algorithm than the key',
    ceremony: 'registration',
    ...theyAccept,
    ours: 'attestation_alg_mismatch',
    applies: (it) => statementOf(it).get('alg') !== publicKeyOf(it).get(3),
    reason: 'section 8.2: alg is that of the key',
  },
  {
    name: 'A self attestation with what none may have',
    ceremony: 'registration',
    ...theyAccept,
    ours: 'attestation_statement_malformed',
    applies: (it) => {
      const statement = statementOf(it)
      return statement.has('ecdaaKeyId') || (statement.has('x5c') && !statement.get('x5c'))
    },
    reason: 'ECDAA is no longer part of WebAuthn, and an x5c that is nothing is no list of certificates',
  },
  {
    name: 'An attestation signature in loose DER',
    ceremony: 'registration',
    ...theyAccept,
    ours: 'attestation_signature_invalid',
    applies: (it) => publicKeyOf(it).get(1) === 2 && !isStrictDer(statementOf(it).get('sig') as Uint8Array),
    reason: 'a signature has one spelling',
  },
  {
    name: 'A signature of a certificate in loose DER',
    ceremony: 'registration',
    ...theyAccept,
    ours: 'attestation_chain_untrusted',
    // The authority signs with ES256.
    applies: (it) => !isStrictDer(signatureOfCertificate(certificateOf(it))),
    reason: 'a signature has one spelling',
  },
  {
    name: 'A statement of another algorithm than its certificate',
    ceremony: 'registration',
    ...theyAccept,
    ours: 'attestation_signature_invalid',
    // The authenticators sign their statements with ES256.
    applies: (it) => statementOf(it).has('x5c') && statementOf(it).get('alg') !== -7,
    reason: 'alg says how the signature was made; the other library goes by the key alone',
  },
  {
    name: 'Something behind a certificate',
    ceremony: 'registration',
    ...theyAccept,
    ours: 'attestation_certificate_invalid',
    applies: (it) => !isWholeDer(certificateOf(it)),
    reason: 'a certificate is one item of DER, to the last byte',
  },
  {
    name: 'A statement of U2F about a model',
    ceremony: 'registration',
    ours: 'accepts',
    theirs: /^AAGUID .* was not expected value$/,
    applies: (it) =>
      attestationOf(it).format === 'fido-u2f' && authenticatorDataOf(it).aaguid?.some((byte) => byte !== 0) === true,
    reason: 'FIDO wants zeros there; section 8.6 does not, and its own example has others',
  },
  {
    name: 'A compound statement',
    ceremony: 'registration',
    ours: 'accepts',
    theirs: /^Unsupported Attestation Format: compound$/,
    applies: (it) => attestationOf(it).format === 'compound',
    reason: 'the other library does not know the format',
  },
]

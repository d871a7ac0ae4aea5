import { PasskeyError } from '../../../errors.js'
import type { Certificate } from '../certificates/certificate.js'
import { readBasicConstraints } from '../certificates/extensions.js'
import { checkModelExtension } from '../check-model-extension.js'
import { checkStatementSignature, statementScheme } from '../check-statement-signature.js'
import {
  type CertifiedStatement,
  type ProvenStatement,
  readBytes,
  readCertificates,
  readInteger,
  signedBytes,
} from '../statement.js'

/**
 * A packed statement with certificates is valid.
 *
 * @throws {PasskeyError} as `StatementVerifier`, `attestation_aaguid_mismatch`
 * @see https://www.w3.org/TR/webauthn-3/#sctn-packed-attestation
 */
export async function verifyPacked(input: CertifiedStatement): Promise<ProvenStatement> {
  const { statement, credential, rules } = input
  if (statement.has('ecdaaKeyId')) throw new PasskeyError('attestation_statement_malformed')
  const algorithm = readInteger(statement, 'alg')
  const signature = readBytes(statement, 'sig')
  const chain = readCertificates(statement)
  const scheme = statementScheme(algorithm, rules)
  checkLeaf(chain[0])
  await checkStatementSignature(chain[0], scheme, { data: signedBytes(input), signature })
  checkModelExtension(chain[0], credential.aaguid)
  return { chain, coversModel: true }
}

const attribute = { commonName: '2.5.4.3', country: '2.5.4.6', organization: '2.5.4.10', unit: '2.5.4.11' } as const

/** The required form of each attribute; each must occur exactly once. */
const subject: readonly (readonly [type: string, value: RegExp])[] = [
  [attribute.country, /^[A-Za-z]{2}$/],
  [attribute.organization, /\S/],
  [attribute.unit, /^Authenticator Attestation$/],
  [attribute.commonName, /\S/],
]

/** A certificate without basic constraints is not an authority, and there are genuine ones. */
function checkLeaf(leaf: Certificate): void {
  const isNamed = subject.every(([type, form]) => {
    const values = leaf.subjectAttributes.filter((it) => it.type === type)
    return values.length === 1 && values.every(({ value }) => form.test(value))
  })
  const isLeaf = leaf.version === 3 && readBasicConstraints(leaf)?.isAuthority !== true
  if (!isNamed || !isLeaf) throw new PasskeyError('attestation_certificate_invalid')
}

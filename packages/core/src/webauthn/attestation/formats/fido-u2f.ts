import { decodeBase64url } from '@latchkey/wire'
import type { EllipticCurveKey } from '../../../cose-key.js'
import { PasskeyError } from '../../../errors.js'
import { checkStatementSignature, statementScheme } from '../check-statement-signature.js'
import {
  type CertifiedStatement,
  concatenate,
  type ProvenStatement,
  readBytes,
  readCertificates,
} from '../statement.js'

const es256 = -7
const p256 = 1
const noModel = '00000000-0000-0000-0000-000000000000'

/**
 * A FIDO U2F statement is valid. U2F has no AAGUIDs, so an AAGUID here is not signed.
 *
 * @throws {PasskeyError} as `StatementVerifier`, `attestation_key_mismatch` for a credential key that U2F cannot
 *   have.
 * @see https://www.w3.org/TR/webauthn-3/#sctn-fido-u2f-attestation
 */
export async function verifyFidoU2f(input: CertifiedStatement): Promise<ProvenStatement> {
  const { statement, credential, rules } = input
  const signature = readBytes(statement, 'sig')
  const chain = readCertificates(statement)
  const [leaf, ...others] = chain
  if (others.length > 0) throw new PasskeyError('attestation_statement_malformed')
  if (leaf.key?.keyType !== 'EC2' || leaf.key.curve !== p256) throw new PasskeyError('attestation_certificate_invalid')
  const data = registrationData(input, requirePoint(input))
  await checkStatementSignature(leaf, statementScheme(es256, rules), { data, signature })
  return { chain, coversModel: credential.aaguid === noModel }
}

function requirePoint({ credentialKey: key }: CertifiedStatement): EllipticCurveKey {
  const isU2f = key.keyType === 'EC2' && key.curve === p256 && key.x.length === 32 && key.y.length === 32
  if (!isU2f) throw new PasskeyError('attestation_key_mismatch')
  return key
}

/** @see https://fidoalliance.org/specs/fido-u2f-v1.2-ps-20170411/fido-u2f-raw-message-formats-v1.2-ps-20170411.html */
function registrationData(
  { rpIdHash, clientDataHash, credential }: CertifiedStatement,
  { x, y }: EllipticCurveKey,
): Uint8Array {
  const id = decodeBase64url(credential.id) ?? new Uint8Array(0)
  return concatenate(new Uint8Array([0]), rpIdHash, clientDataHash, id, new Uint8Array([4]), x, y)
}

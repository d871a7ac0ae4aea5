import { PasskeyError } from '../../../errors.js'
import { readKeyDescription } from '../android/key-description.js'
import { isSameKey } from '../certificates/certificate-key.js'
import { checkStatementSignature, statementScheme } from '../check-statement-signature.js'
import {
  type CertifiedStatement,
  checkBound,
  type ProvenStatement,
  readBytes,
  readCertificates,
  readInteger,
  signedBytes,
} from '../statement.js'

/** Values of the key's authorizations, as Android's Keymaster numbers them. */
const generated = 0
const purposeSign = 2

/**
 * An Android key statement is valid: the certificate is for this very key, which was created in the key store for
 * this ceremony, for signing only and for this app only. It does not matter whether in hardware or in software: the
 * root of the chain distinguishes them.
 *
 * @throws {PasskeyError} as `StatementVerifier`, `attestation_key_mismatch`, `attestation_challenge_mismatch`,
 *   `android_key_invalid`
 * @see https://www.w3.org/TR/webauthn-3/#sctn-android-key-attestation
 */
export async function verifyAndroidKey(input: CertifiedStatement): Promise<ProvenStatement> {
  const { statement, clientDataHash, credentialKey, rules } = input
  const algorithm = readInteger(statement, 'alg')
  const signature = readBytes(statement, 'sig')
  const chain = readCertificates(statement)
  const [leaf] = chain
  await checkStatementSignature(leaf, statementScheme(algorithm, rules), { data: signedBytes(input), signature })
  if (!isSameKey(leaf.key, credentialKey)) throw new PasskeyError('attestation_key_mismatch')
  const { challenge, software, hardware } = readKeyDescription(leaf)
  checkBound(challenge, clientDataHash)
  const origins = [software.origin, hardware.origin].filter((it) => it !== undefined)
  const purposes = [...software.purposes, ...hardware.purposes]
  const isGenerated = origins.length > 0 && origins.every((origin) => origin === generated)
  const isForSigning = purposes.length > 0 && purposes.every((purpose) => purpose === purposeSign)
  const isForAnyApp = software.allApplications || hardware.allApplications
  if (!isGenerated || !isForSigning || isForAnyApp) throw new PasskeyError('android_key_invalid')
  return { chain, coversModel: true }
}

import type { PasskeyErrorCode } from '@latchkey/wire'
import { platform } from '#platform'
import { PasskeyError } from '../../errors.js'
import { toHexadecimal } from '../parse/hexadecimal.js'
import { checkChain, checkPath } from './certificates/check-path.js'
import { readTrustAnchors } from './certificates/trust-anchors.js'
import { verifyAndroidKey } from './formats/android-key.js'
import { verifyAndroidSafetynet } from './formats/android-safetynet.js'
import { verifyApple } from './formats/apple.js'
import { verifyFidoU2f } from './formats/fido-u2f.js'
import { verifyPacked } from './formats/packed.js'
import { verifyTpm } from './formats/tpm.js'
import type { CertifiedStatement, ProvenStatement, StatementVerifier } from './statement.js'
import type { AuthenticatorModel, CertifiedFormat, TrustRules } from './trust-rules.js'

/** Who judges which format. */
const verifiers = {
  packed: verifyPacked,
  tpm: verifyTpm,
  'android-key': verifyAndroidKey,
  'android-safetynet': verifyAndroidSafetynet,
  'fido-u2f': verifyFidoU2f,
  apple: verifyApple,
} as const satisfies Readonly<Record<CertifiedFormat, StatementVerifier>>

/**
 * The statement holds. Answers whether it is trusted: whether its certificates lead to an anchor, and its signature
 * covers the model that the authenticator names.
 *
 * This file is loaded when there is a statement to judge, and with it all that reads certificates.
 *
 * @throws {PasskeyError} those of the format; where trust is not optional also `attestation_chain_untrusted` and
 *   `attestation_certificate_expired`, and where it is required `attestation_aaguid_mismatch` for a model that is not
 *   covered.
 */
export async function judgeCertified(
  format: CertifiedFormat,
  input: CertifiedStatement,
  rules: TrustRules,
): Promise<boolean> {
  const proven = await verifiers[format](input)
  const complaint = await complaintAboutTrust(proven, await modelOf(format, input, proven), rules)
  if (complaint && rules.trust !== 'optional') throw complaint
  if (rules.trust === 'required' && !proven.coversModel) throw new PasskeyError('attestation_aaguid_mismatch')
  return rules.anchorsOf !== undefined && !complaint && proven.coversModel
}

/** U2F knows no models: metadata lists such authenticators by the keys in their certificates. */
async function modelOf(
  format: CertifiedFormat,
  { credential: { aaguid } }: CertifiedStatement,
  { chain }: ProvenStatement,
): Promise<AuthenticatorModel> {
  if (format !== 'fido-u2f') return { format, aaguid }
  return { format, aaguid, keyIdentifier: toHexadecimal(await platform.digest('sha1', chain[0].publicKeyBits)) }
}

const aboutTrust: ReadonlySet<PasskeyErrorCode> = new Set<PasskeyErrorCode>([
  'attestation_chain_untrusted',
  'attestation_certificate_expired',
  'attestation_certificate_invalid',
])

async function complaintAboutTrust(
  { chain }: ProvenStatement,
  model: AuthenticatorModel,
  { anchorsOf, trust, now }: TrustRules,
): Promise<PasskeyError | undefined> {
  const leadsNowhere = anchorsOf === undefined && trust !== 'required'
  try {
    const anchors = readTrustAnchors((await anchorsOf?.(model)) ?? [])
    await (leadsNowhere ? checkChain(chain, now) : checkPath(chain, { anchors, now }))
    return undefined
  } catch (error) {
    if (error instanceof PasskeyError && aboutTrust.has(error.code)) return error
    throw error
  }
}

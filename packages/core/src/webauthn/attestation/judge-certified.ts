import type { PasskeyErrorCode } from '@latchkey/wire'
import { platform } from '#platform'
import { PasskeyError } from '../../errors.js'
import { toHexadecimal } from '../parse/hexadecimal.js'
import type { TrustAnchor } from '../parse/trust-anchor.js'
import { checkChain, checkPath } from './certificates/check-path.js'
import { readTrustAnchors } from './certificates/trust-anchors.js'
import { verifyAndroidKey } from './formats/android-key.js'
import { verifyAndroidSafetynet } from './formats/android-safetynet.js'
import { verifyApple } from './formats/apple.js'
import { verifyFidoU2f } from './formats/fido-u2f.js'
import { verifyPacked } from './formats/packed.js'
import { verifyTpm } from './formats/tpm.js'
import type { CertifiedStatement, ProvenStatement, StatementVerifier } from './statement.js'
import type { AuthenticatorModel, CertifiedFormat, ModelAnchors, TrustRules } from './trust-rules.js'

/** Who judges which format. */
const verifiers = {
  packed: verifyPacked,
  tpm: verifyTpm,
  'android-key': verifyAndroidKey,
  'android-safetynet': verifyAndroidSafetynet,
  'fido-u2f': verifyFidoU2f,
  apple: verifyApple,
} as const satisfies Readonly<Record<CertifiedFormat, StatementVerifier>>

/** What a certified statement proves: `unjudged` where its anchors could not be looked up. */
export interface CertifiedVerdict {
  readonly type: 'certified' | 'unjudged'
  readonly trusted: boolean
}

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
): Promise<CertifiedVerdict> {
  const proven = await verifiers[format](input)
  const { certificates, unknown } = await anchorsFor(await modelOf(format, input, proven), rules)
  const complaint = await complaintAboutTrust(proven, certificates, rules)
  if (complaint && rules.trust !== 'optional') throw unknown ? withReason(complaint, unknown) : complaint
  if (rules.trust === 'required' && !proven.coversModel) throw new PasskeyError('attestation_aaguid_mismatch')
  if (complaint && unknown) return { type: 'unjudged', trusted: false }
  return { type: 'certified', trusted: certificates !== undefined && !complaint && proven.coversModel }
}

/** Where nobody names any, there are none to lead to. */
async function anchorsFor(
  model: AuthenticatorModel,
  { anchorsOf, trust }: TrustRules,
): Promise<{ readonly certificates?: readonly TrustAnchor[] } & Pick<ModelAnchors, 'unknown'>> {
  if (!anchorsOf) return trust === 'required' ? { certificates: [] } : {}
  const anchors = await anchorsOf(model)
  return 'certificates' in anchors ? anchors : { certificates: anchors }
}

function withReason({ code }: PasskeyError, cause: Error): PasskeyError {
  return new PasskeyError(code, { cause })
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

/** @param certificates Absent: the chain need not lead anywhere. */
async function complaintAboutTrust(
  { chain }: ProvenStatement,
  certificates: readonly TrustAnchor[] | undefined,
  { now }: TrustRules,
): Promise<PasskeyError | undefined> {
  try {
    await (certificates ? checkPath(chain, { anchors: readTrustAnchors(certificates), now }) : checkChain(chain, now))
    return undefined
  } catch (error) {
    if (error instanceof PasskeyError && aboutTrust.has(error.code)) return error
    throw error
  }
}

import { decodeBase64url, encodeBase64url, type PasskeyErrorCode } from '@latchkey/wire'
import { platform } from '#platform'
import { PasskeyError } from '../../errors.js'
import { toHexadecimal } from '../parse/hexadecimal.js'
import type { TrustAnchor } from '../parse/trust-anchor.js'
import type { Certificate } from './certificates/certificate.js'
import { checkChain, checkPath } from './certificates/check-path.js'
import { readTrustAnchors } from './certificates/trust-anchors.js'
import { verifyAndroidKey } from './formats/android-key.js'
import { verifyAndroidSafetynet } from './formats/android-safetynet.js'
import { verifyApple } from './formats/apple.js'
import { verifyFidoU2f } from './formats/fido-u2f.js'
import { verifyPacked } from './formats/packed.js'
import { verifyTpm } from './formats/tpm.js'
import { type CertifiedStatement, parseCertificates, type StatementVerifier } from './statement.js'
import type { AuthenticatorModel, CertifiedFormat, ModelAnchors, TrustRules } from './trust-rules.js'

/** The verifier of each format. */
const verifiers = {
  packed: verifyPacked,
  tpm: verifyTpm,
  'android-key': verifyAndroidKey,
  'android-safetynet': verifyAndroidSafetynet,
  'fido-u2f': verifyFidoU2f,
  apple: verifyApple,
} as const satisfies Readonly<Record<CertifiedFormat, StatementVerifier>>

/** What a certified statement proves: `unjudged` if its anchors could not be looked up. */
export interface CertifiedVerdict {
  readonly type: 'certified' | 'unjudged'
  readonly trusted: boolean
  /** Present if unjudged: its certificates, for `judgeChain`. */
  readonly chain?: readonly string[]
}

/**
 * The statement is valid. Returns whether it is trusted: whether its certificates are verified against an anchor, and
 * its signature covers the model that the authenticator names.
 *
 * This file is loaded only when there is a statement to check, together with everything that parses certificates.
 *
 * @throws {PasskeyError} those of the format; unless trust is optional also `attestation_chain_untrusted` and
 *   `attestation_certificate_expired`; and if trust is required `attestation_aaguid_mismatch` for a model that is not
 *   covered.
 */
export async function judgeCertified(
  format: CertifiedFormat,
  input: CertifiedStatement,
  rules: TrustRules,
): Promise<CertifiedVerdict> {
  const proven = await verifiers[format](input)
  const model = await modelOf({ format, aaguid: input.credential.aaguid }, proven.chain[0])
  const { certificates, unknown } = await anchorsFor(model, rules)
  const untrusted = await trustErrorOf(proven.chain, certificates, rules.now)
  if (untrusted && rules.trust !== 'optional') throw unknown ? withReason(untrusted, unknown) : untrusted
  if (rules.trust === 'required' && !proven.coversModel) throw new PasskeyError('attestation_aaguid_mismatch')
  if (untrusted && unknown && proven.coversModel) {
    return { type: 'unjudged', trusted: false, chain: proven.chain.map(({ der }) => encodeBase64url(der)) }
  }
  return { type: 'certified', trusted: certificates !== undefined && !untrusted && proven.coversModel }
}

/** The certificates of a valid statement whose signature covers its model, but whose anchors could not be looked up. */
export interface StoredChain extends Pick<AuthenticatorModel, 'format' | 'aaguid'> {
  readonly chain: readonly string[]
}

export interface ChainRules {
  readonly anchorsOf: (model: AuthenticatorModel) => Promise<ModelAnchors>
  /** When the statement was made: epoch milliseconds. */
  readonly now: number
}

/** Whether the chain is verified against an anchor. Undefined if it is not, and further anchors cannot be looked up. */
export async function judgeChain(
  { chain: texts, ...claimed }: StoredChain,
  { anchorsOf, now }: ChainRules,
): Promise<boolean | undefined> {
  const chain = parseCertificates(texts.map(decodeBase64url))
  const { certificates, unknown } = await anchorsOf(await modelOf(claimed, chain[0]))
  const untrusted = await trustErrorOf(chain, certificates, now)
  return untrusted && unknown ? undefined : !untrusted
}

/** Without `anchorsOf` there are no anchors. */
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

/** U2F has no AAGUIDs: metadata lists such authenticators by the keys in their certificates. */
async function modelOf({ format, aaguid }: AuthenticatorModel, leaf: Certificate): Promise<AuthenticatorModel> {
  if (format !== 'fido-u2f') return { format, aaguid }
  return { format, aaguid, keyIdentifier: toHexadecimal(await platform.digest('sha1', leaf.publicKeyBits)) }
}

const aboutTrust: ReadonlySet<PasskeyErrorCode> = new Set<PasskeyErrorCode>([
  'attestation_chain_untrusted',
  'attestation_certificate_expired',
  'attestation_certificate_invalid',
])

/** @param certificates Absent: the chain needs no anchor. */
async function trustErrorOf(
  chain: readonly Certificate[],
  certificates: readonly TrustAnchor[] | undefined,
  now: number,
): Promise<PasskeyError | undefined> {
  try {
    await (certificates ? checkPath(chain, { anchors: readTrustAnchors(certificates), now }) : checkChain(chain, now))
    return undefined
  } catch (error) {
    if (error instanceof PasskeyError && aboutTrust.has(error.code)) return error
    throw error
  }
}

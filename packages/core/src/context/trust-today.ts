import type { AttestationRecord, PasskeyRecord } from '@latchkey/storage'
import { PasskeyError } from '../errors.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { trustRootsOf } from '../policy/policy-checks.js'
import type { AuthenticatorModel, ModelAnchors } from '../webauthn/attestation/trust-rules.js'
import type { Context } from './context.js'
import type { ModelMetadata } from './model-metadata.js'

/** Which model vouches for a passkey, and whether it is trusted. */
interface ModelFacts {
  readonly aaguid: string
  readonly attestation: Pick<AttestationRecord, 'trusted'>
}

/** A passkey as it is trusted today. */
export type TrustToday = <Passkey extends ModelFacts>(passkey: Passkey) => Passkey

/**
 * A passkey is no longer trusted if the metadata now reports its model as revoked. This holds where the policy checks
 * authenticators at each sign-in, and only for a proven model: any other AAGUID is a claim. Metadata that cannot be
 * read changes nothing, so a fetch that fails locks no user out. Reads the metadata once for any number of passkeys.
 */
export async function trustToday(
  { metadata }: Pick<Context, 'metadata'>,
  { authenticators, trust }: EffectivePolicy,
): Promise<TrustToday> {
  const isChecked = authenticators.at === 'enroll-and-sign-in' && trustRootsOf(trust.roots).mds
  if (!isChecked) return (passkey) => passkey
  const isRevoked = await metadata.revocations()
  return (passkey) =>
    passkey.attestation.trusted && isRevoked(passkey.aaguid)
      ? { ...passkey, attestation: { ...passkey.attestation, trusted: false } }
      : passkey
}

/**
 * The attestation of a passkey that was created while the metadata could not be used: checked against today's
 * metadata, with its certificates as of the time of creation. Undefined if there is nothing to check, or it still
 * cannot be checked.
 */
export async function judgeAttestationLater(
  { metadata }: Pick<Context, 'metadata'>,
  policy: EffectivePolicy,
  { attestation, aaguid, createdAt }: PasskeyRecord,
): Promise<AttestationRecord | undefined> {
  const { format, chain } = attestation
  const { roots } = policy.trust
  if (chain === undefined || !canBeJudged(attestation, policy)) return undefined
  const { judgeChain } = await import('../webauthn/attestation/judge-certified.js')
  const anchorsOf = findTrustAnchors.bind(undefined, metadata, roots)
  const trusted = await judgeChain({ chain, format, aaguid }, { anchorsOf, now: createdAt }).catch(untrusted)
  return trusted === undefined ? undefined : { format, type: 'certified', trusted }
}

/**
 * The passkey as if its attestation, which could not be checked yet, were trusted; any other passkey is unchanged. A
 * sign-in by user name lists it like this, because only a sign-in checks it.
 */
export function asIfTrusted(passkey: PasskeyRecord, policy: EffectivePolicy): PasskeyRecord {
  const { attestation } = passkey
  return canBeJudged(attestation, policy) ? { ...passkey, attestation: { ...attestation, trusted: true } } : passkey
}

function canBeJudged({ type, chain }: AttestationRecord, { trust }: EffectivePolicy): boolean {
  return type === 'unjudged' && chain !== undefined && trustRootsOf(trust.roots).mds
}

/** The stored data cannot be parsed as certificates. */
function untrusted(error: unknown): boolean {
  if (error instanceof PasskeyError) return false
  throw error
}

/** The certificates in the policy, and those that the metadata lists for the model: either is enough. */
export async function findTrustAnchors(
  metadata: Pick<ModelMetadata, 'anchorsOf'>,
  roots: EffectivePolicy['trust']['roots'],
  model: AuthenticatorModel,
): Promise<ModelAnchors> {
  const { mds, certificates } = trustRootsOf(roots)
  if (!mds) return { certificates }
  const listed = await metadata.anchorsOf(model)
  return { ...listed, certificates: [...certificates, ...listed.certificates] }
}

import type { AttestationRecord, PasskeyRecord } from '@latchkey/storage'
import { PasskeyError } from '../errors.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { trustRootsOf } from '../policy/trust-roots.js'
import type { Context } from './context.js'
import { findTrustAnchors } from './find-trust-anchors.js'

/**
 * The attestation of a passkey that was created while the metadata could not be used, judged by the metadata of today,
 * its certificates at the time of creation. Undefined where there is nothing to judge, or it still cannot be judged.
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
 * The passkey as it would be if its attestation, which could not be judged yet, were trusted; another one unchanged. A
 * sign-in by user name lists it like this: only a sign-in judges it.
 */
export function asIfTrusted(passkey: PasskeyRecord, policy: EffectivePolicy): PasskeyRecord {
  const { attestation } = passkey
  return canBeJudged(attestation, policy) ? { ...passkey, attestation: { ...attestation, trusted: true } } : passkey
}

function canBeJudged({ type, chain }: AttestationRecord, { trust }: EffectivePolicy): boolean {
  return type === 'unjudged' && chain !== undefined && trustRootsOf(trust.roots).mds
}

/** What is stored cannot be read as certificates. */
function untrusted(error: unknown): boolean {
  if (error instanceof PasskeyError) return false
  throw error
}

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
  { trust: { roots } }: EffectivePolicy,
  { attestation: { format, type, chain }, aaguid, createdAt }: PasskeyRecord,
): Promise<AttestationRecord | undefined> {
  if (type !== 'unjudged' || chain === undefined || !trustRootsOf(roots).mds) return undefined
  const { judgeChain } = await import('../webauthn/attestation/judge-certified.js')
  const anchorsOf = findTrustAnchors.bind(undefined, metadata, roots)
  const trusted = await judgeChain({ chain, format, aaguid }, { anchorsOf, now: createdAt }).catch(untrusted)
  return trusted === undefined ? undefined : { format, type: 'certified', trusted }
}

/** What is stored cannot be read as certificates. */
function untrusted(error: unknown): boolean {
  if (error instanceof PasskeyError) return false
  throw error
}

import type { EffectivePolicy } from '../policy/effective-policy.js'
import { trustRootsOf } from '../policy/trust-roots.js'
import type { AuthenticatorModel, ModelAnchors } from '../webauthn/attestation/trust-rules.js'
import type { ModelMetadata } from './model-metadata.js'

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

import type { PasskeyRecord } from '@latchkey/storage'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { trustRootsOf } from '../policy/trust-roots.js'
import type { Context } from './context.js'

/**
 * The passkey, trusted no longer where the metadata reports its model as revoked by now. Only where the policy checks
 * authenticators at each sign-in, and only a model that was proven: another AAGUID is a claim. Metadata that cannot be
 * read changes nothing, so that a fetch that fails locks no user out.
 */
export async function withTrustToday(
  { metadata }: Pick<Context, 'metadata'>,
  passkey: PasskeyRecord,
  { authenticators, trust }: EffectivePolicy,
): Promise<PasskeyRecord> {
  const isChecked = authenticators.at === 'enroll-and-sign-in' && trustRootsOf(trust.roots).mds
  if (!isChecked || !passkey.attestation.trusted || !(await metadata.isRevoked(passkey.aaguid))) return passkey
  return { ...passkey, attestation: { ...passkey.attestation, trusted: false } }
}

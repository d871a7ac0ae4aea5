import type { AttestationRecord } from '@latchkey/storage'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { trustRootsOf } from '../policy/trust-roots.js'
import type { Context } from './context.js'

/** What says which model vouches for a passkey. */
interface ModelFacts {
  readonly aaguid: string
  readonly attestation: Pick<AttestationRecord, 'trusted'>
}

/** A passkey as it is trusted today. */
export type TrustToday = <Passkey extends ModelFacts>(passkey: Passkey) => Passkey

/**
 * A passkey is no longer trusted if the metadata reports its model as revoked by now. This holds where the policy checks
 * authenticators at each sign-in, and only for a model that was proven: any other AAGUID is a claim. Metadata that
 * cannot be read changes nothing, so a fetch that fails locks no user out. Reads the metadata once for any number of
 * passkeys.
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

import type { AddOptions, AddOutcome, EventRecord, PasskeyRecord, PasskeySource } from '@latchkey/storage'
import type { PasskeyErrorCode } from '@latchkey/wire'
import type { EnrollCeremony } from '../ceremony/ceremony.js'
import { adminOccasion } from '../deployment/admin-occasion.js'
import type { Deployment } from '../deployment/deployment.js'
import { userOccasion } from '../deployment/user-occasion.js'
import { PasskeyError } from '../errors.js'
import { createEvent, type EventOccasion } from '../events/create-event.js'
import { referenceTo } from '../events/passkey-reference.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { demandVerified, type Verified } from '../verify/verified.js'
import type { Registration } from '../verify/verify-registration.js'
import { addPasskey } from './add-passkey.js'

/** A passkey that has been proven and that nobody has yet. */
export interface NewPasskey {
  readonly ceremony: EnrollCeremony
  readonly policy: EffectivePolicy
  readonly registration: Verified<Registration>
  readonly name: string
  readonly source: PasskeySource
  /** The admin who enrolls it, when it is one. */
  readonly enrolledBy?: string
  /** What else is told when it is kept, of the passkey as it is. */
  readonly tell?: (passkey: PasskeyRecord, occasion: EventOccasion) => readonly EventRecord[]
  readonly createUser?: AddOptions['createUser']
}

/** What the store's refusals are called. */
const refusals = {
  duplicate: 'already_registered',
  limit_reached: 'limit_reached',
  already_spent: 'ceremony_spent',
  account_changed: 'account_changed',
} as const satisfies Record<Exclude<AddOutcome, 'added'>, PasskeyErrorCode>

/**
 * Spends the ceremony and keeps the passkey, in one atomic call, with the user where `createUser` is given.
 *
 * @throws {PasskeyError} `ceremony_spent`, `account_changed`, `limit_reached`, `already_registered`,
 *   `storage_unavailable`
 */
export async function keepPasskey(deployment: Deployment, added: NewPasskey): Promise<PasskeyRecord> {
  const { store } = deployment
  const { ceremony, policy, tell, createUser } = added
  const occasion = occasionOf(deployment, added)
  const passkey = toRecord(added, occasion)
  const outcome = await addPasskey(deployment, passkey, {
    spend: [{ id: ceremony.id, expiresAt: ceremony.expiresAt }],
    limit: policy.limit,
    accountVersion: ceremony.accountVersion,
    ...(createUser ? { createUser } : {}),
    events: [
      ...(tell?.(passkey, occasion) ?? []),
      createEvent('passkey.added', { ...referenceTo(passkey), source: passkey.source }, occasion),
    ],
  })
  if (outcome === 'added') return passkey
  if (outcome === 'limit_reached') {
    await store.events.append([createEvent('passkey.limit_reached', { limit: policy.limit }, occasion)])
  }
  throw new PasskeyError(refusals[outcome])
}

function occasionOf(deployment: Deployment, { ceremony, enrolledBy }: NewPasskey): EventOccasion {
  return enrolledBy === undefined
    ? userOccasion(deployment, ceremony)
    : adminOccasion(deployment, { id: enrolledBy }, ceremony)
}

function toRecord(
  { ceremony, registration, name, source, enrolledBy }: NewPasskey,
  { at, rpId }: EventOccasion,
): PasskeyRecord {
  demandVerified(registration)
  return {
    ...registration.credential,
    rpId,
    userId: ceremony.userId,
    userHandle: ceremony.userHandle,
    signInCount: 0,
    name,
    attestation: registration.attestation,
    status: 'active',
    source,
    createdAt: at,
    ...(enrolledBy === undefined ? {} : { enrolledBy }),
    ...(ceremony.organizationId === undefined ? {} : { organizationId: ceremony.organizationId }),
  }
}

import {
  assertStorable,
  assertStorableCredentialId,
  type PasskeyRecord,
  type RecordUse,
  type RecordUseOutcome,
  type UseChange,
} from '@latchkey/storage'
import { findAccount } from './accounts.js'
import { isSpent } from './add-passkey.js'
import { copyAttestation } from './copy.js'
import { takeEvents } from './events.js'
import { keyOf, type MemoryState } from './state.js'

export function recordUse(state: MemoryState, use: RecordUse): RecordUseOutcome {
  const { rpId, id, userId, spend, organizationId } = use
  assertStorable({ rpId, id, userId, spend, ...(organizationId !== undefined && { organizationId }) })
  assertStorable({ attestation: use.change.attestation })
  assertStorableCredentialId(id)
  const keepEvents = takeEvents(state, use.events)

  if (isSpent(state, [use.spend])) return 'already_spent'
  const passkey = state.passkeys.get(keyOf(use.rpId, use.id))
  if (passkey?.userId !== use.userId || isSuspended(passkey, organizationId)) return 'gone'
  if (findAccount(state, use)?.version !== use.accountVersion) return 'account_changed'
  if (passkey.signCount !== use.expectedSignCount) return 'sign_count_moved'

  keepEvents()
  state.spent.set(use.spend.id, use.spend.expiresAt)
  state.passkeys.set(keyOf(use.rpId, use.id), used(passkey, use.change))
  return 'recorded'
}

function isSuspended({ suspendedBy }: PasskeyRecord, organizationId: string | undefined): boolean {
  return suspendedBy.includes('environment') || suspendedBy.includes(`organization:${organizationId}`)
}

function used(passkey: PasskeyRecord, change: UseChange): PasskeyRecord {
  return {
    ...passkey,
    signCount: Math.max(passkey.signCount, change.signCount),
    signInCount: passkey.signInCount + 1,
    lastUsedAt: change.lastUsedAt,
    backupEligible: change.backupEligible,
    backedUp: change.backedUp,
    transports: [...new Set([...passkey.transports, ...(change.transports ?? [])])],
    userVerified: passkey.userVerified || change.userVerified,
    ...(change.usedHere && { usedHere: true }),
    ...(change.attestation && { attestation: copyAttestation(change.attestation) }),
  }
}

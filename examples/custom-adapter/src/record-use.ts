import {
  assertStorable,
  assertStorableCredentialId,
  type RecordUse,
  type RecordUseOutcome,
  type UseChange,
} from '@latchkey/storage'
import { findAccount } from './accounts.js'
import type { Database, KeptPasskey } from './database.js'
import { passkeyKey } from './keys.js'
import { isAnySpent, spendAll } from './spend.js'
import { storeEvents } from './store-events.js'
import { isRefused } from './suspended-by.js'

export function recordUse(database: Database, use: RecordUse): RecordUseOutcome {
  const { rpId, id, userId, spend, organizationId, events } = use
  assertStorable({ rpId, id, userId, spend, ...(organizationId !== undefined && { organizationId }) })
  assertStorable({ attestation: use.change.attestation })
  assertStorableCredentialId(id)
  const key = passkeyKey(rpId, id)

  return database.transact(() => {
    if (isAnySpent(database, [spend])) return 'already_spent'
    const passkey = database.passkeys.get(key)
    if (passkey?.userId !== userId || isRefused(passkey.suspendedBy, organizationId)) return 'gone'
    if (findAccount(database, use)?.version !== use.accountVersion) return 'account_changed'
    if (passkey.signCount !== use.expectedSignCount) return 'sign_count_moved'

    spendAll(database, [spend])
    database.passkeys.putSync(key, used(passkey, use.change))
    storeEvents(database, events)
    return 'recorded'
  })
}

function used(passkey: KeptPasskey, change: UseChange): KeptPasskey {
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
    ...(change.attestation && { attestation: change.attestation }),
  }
}

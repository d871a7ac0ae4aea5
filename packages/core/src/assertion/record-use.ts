import type {
  AttestationRecord,
  EventRecord,
  PasskeyRecord,
  PasskeyWithAccount,
  RecordUse,
  RecordUseOutcome,
} from '@latchkey/storage'
import type { AuthenticatorAttachment, PasskeyErrorCode } from '@latchkey/wire'
import { platform } from '#platform'
import { type AssertionCeremony, type AssertionPurpose, spendOf } from '../ceremony/ceremony.js'
import type { Context } from '../context/context.js'
import { PasskeyError } from '../errors.js'
import { createEvent, type EventContext, markOnce, referenceTo, userEventContext } from '../events/create-event.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { judgeBackupEligibility } from '../webauthn/verify/judge-backup-eligibility.js'
import { assertVerified, type Verified } from '../webauthn/verify/verified.js'
import type { Assertion } from '../webauthn/verify/verify-assertion.js'
import { enforceSignCount } from './enforce-sign-count.js'

/** What was proven, and for what. */
export interface ProvenUse {
  readonly purpose: AssertionPurpose
  readonly ceremony: AssertionCeremony
  readonly found: PasskeyWithAccount
  readonly assertion: Verified<Assertion>
  readonly policy: EffectivePolicy
  /** Where the passkey is used. */
  readonly organizationId: string | undefined
  readonly attachment: AuthenticatorAttachment | undefined
  /** Present if it could be checked only now. */
  readonly attestation: AttestationRecord | undefined
}

/** Whether the stored count had to be read again, because another sign-in changed it during this one. */
interface CountReading {
  readonly movedMeanwhile: boolean
}

/** How often another sign-in with the same passkey may intervene before this one fails. */
const mostAttempts = 4

/** The codes for the store's refusals. `sign_count_moved` is not listed: the count is then checked again. */
const refusals = {
  already_spent: 'ceremony_spent',
  gone: 'credential_not_found',
  account_changed: 'account_changed',
} as const satisfies Record<Exclude<RecordUseOutcome, 'recorded' | 'sign_count_moved'>, PasskeyErrorCode>

/**
 * Spends the ceremony and records the use, in one atomic call, and returns the passkey as it now is. If the stored
 * count has changed in between, it is read and checked once more.
 */
export async function recordUse(context: Context, proven: ProvenUse): Promise<PasskeyRecord> {
  assertVerified(proven.assertion)
  const { passkeys } = context.store
  let { found } = proven
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const use = await judgeUse(context, { ...proven, found, movedMeanwhile: attempt > 0 })
    const outcome = await passkeys.recordUse(use)
    if (outcome === 'recorded') return afterUse(found.passkey, use)
    if (outcome !== 'sign_count_moved') throw new PasskeyError(refusals[outcome])
    found = { ...found, passkey: await readAgain(context, found.passkey) }
  }
  throw new PasskeyError('storage_unavailable')
}

/**
 * The proven passkey, with the count that is stored now. A different owner or key under its id is a different,
 * unproven passkey. The account is still the one that was checked.
 */
async function readAgain({ store }: Context, proven: PasskeyRecord): Promise<PasskeyRecord> {
  const again = (await store.passkeys.find(proven.rpId, proven.id))?.passkey
  const isSame = again?.userId === proven.userId && platform.equal(again.publicKey, proven.publicKey)
  if (!again || !isSame) throw new PasskeyError(refusals.gone)
  return again
}

/** The use to record, unless the count or the backup flags refuse it. */
async function judgeUse(context: Context, proven: ProvenUse & CountReading): Promise<RecordUse> {
  const { ceremony, found, assertion, policy, organizationId, attachment, attestation, movedMeanwhile } = proven
  const { passkey, account } = found
  const occasion = userEventContext(context, { userId: passkey.userId, organizationId })
  const suspected = await enforceSignCount(context, {
    ceremony,
    passkey,
    assertion,
    policy,
    occasion,
    movedMeanwhile,
  })
  refuseBackupChange(passkey, assertion, policy)
  const used = createEvent('passkey.used', { ...referenceTo(passkey), purpose: proven.purpose }, occasion)
  return {
    rpId: passkey.rpId,
    id: passkey.id,
    userId: passkey.userId,
    ...(organizationId === undefined ? {} : { organizationId }),
    spend: spendOf(ceremony),
    accountVersion: ceremony.accountVersion ?? account.version,
    expectedSignCount: passkey.signCount,
    change: {
      signCount: Math.max(passkey.signCount, assertion.signCount),
      lastUsedAt: occasion.at,
      backupEligible: assertion.backupEligible,
      backedUp: assertion.backedUp,
      userVerified: passkey.userVerified || assertion.userVerified,
      ...learnedTransports(passkey, attachment),
      ...(attestation && { attestation }),
    },
    events: await markOnce(ceremony.id, [
      used,
      ...suspected,
      ...backupEvents(passkey, { assertion, policy, occasion }),
    ]),
  }
}

/** A passkey that was used on this device is on this device too; transports that were recorded before stay. */
function learnedTransports({ transports }: PasskeyRecord, attachment: AuthenticatorAttachment | undefined) {
  return attachment === 'platform' && !transports.includes('internal') ? { transports: ['internal'] } : {}
}

function afterUse(passkey: PasskeyRecord, { change }: RecordUse): PasskeyRecord {
  const transports = [...new Set([...passkey.transports, ...(change.transports ?? [])])]
  return { ...passkey, ...change, transports, signInCount: passkey.signInCount + 1 }
}

function refuseBackupChange(passkey: PasskeyRecord, assertion: Assertion, policy: EffectivePolicy): void {
  const verdict = judgeBackupEligibility(passkey.backupEligible, assertion.backupEligible)
  if (verdict === 'changed' && policy.backupEligibilityChange === 'reject') {
    throw new PasskeyError('backup_eligibility_changed')
  }
}

interface BackupChange {
  readonly assertion: Assertion
  readonly policy: EffectivePolicy
  readonly occasion: EventContext
}

/** A changed eligibility is an event unless the policy accepts it; the new value is recorded in either case. */
function backupEvents(passkey: PasskeyRecord, { assertion, policy, occasion }: BackupChange): readonly EventRecord[] {
  const { backupEligible, backedUp } = assertion
  const verdict = judgeBackupEligibility(passkey.backupEligible, backupEligible)
  const isFlagged = verdict === 'changed' && policy.backupEligibilityChange !== 'accept'
  if (!isFlagged && passkey.backedUp === backedUp) return []
  const data = { ...referenceTo(passkey), backupEligible, backedUp }
  return [createEvent('passkey.backup_state_changed', data, occasion)]
}

import type {
  AttestationRecord,
  EventRecord,
  PasskeyRecord,
  PasskeyWithAccount,
  PolicyScope,
  RecordUse,
  RecordUseOutcome,
} from '@latchkey/storage'
import type { AuthenticatorAttachment, PasskeyErrorCode } from '@latchkey/wire'
import { platform } from '#platform'
import { isUnproven } from '../assurance/assess.js'
import { type AssertionCeremony, type AssertionPurpose, spendOf } from '../ceremony/ceremony.js'
import type { Context } from '../context/context.js'
import { scopeOf } from '../context/policy-layers.js'
import { PasskeyError } from '../errors.js'
import { createEvent, type EventContext, markOnce, referenceTo, userEventContext } from '../events/create-event.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { assertVerified, type Verified } from '../webauthn/verify/verified.js'
import {
  type Assertion,
  judgeBackupEligibility,
  judgeSignCount,
  type SignCountVerdict,
} from '../webauthn/verify/verify-assertion.js'

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
  /** Whether the user was verified, and that is proven. */
  readonly isProven: boolean
  /** If it could be evaluated only now. */
  readonly attestation: AttestationRecord | undefined
}

/** The record after a use. Its sign count is the storage's to decide. */
export type UsedPasskey = Omit<PasskeyRecord, 'signCount'>

/** How many simultaneous sign-ins with the same passkey may move its count before this one gives up. */
const mostAttempts = 4

/** The error code of each refusal of the store. After `sign_count_moved` the use is evaluated again. */
const refusals = {
  already_spent: 'ceremony_spent',
  gone: 'credential_not_found',
  account_changed: 'account_changed',
} as const satisfies Record<Exclude<RecordUseOutcome, 'recorded' | 'sign_count_moved'>, PasskeyErrorCode>

/**
 * Spends the ceremony and records the use, in one atomic call. Returns the passkey after it. If the stored count has
 * moved meanwhile, it is read and evaluated again.
 *
 * @throws {PasskeyError} `ceremony_spent`, `credential_not_found`, `account_changed`, `storage_unavailable`;
 *   `sign_count_regression`, `backup_eligibility_changed` if the policy refuses those.
 */
export async function recordUse(context: Context, proven: ProvenUse): Promise<UsedPasskey> {
  assertVerified(proven.assertion)
  const { passkeys } = context.store
  let { found } = proven
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const { userId } = found.passkey
    const occasion = userEventContext(context, { userId, organizationId: proven.organizationId })
    const use = await toRecordUse(context, { ...proven, found, occasion, movedMeanwhile: attempt > 0 })
    const outcome = await passkeys.recordUse(use)
    if (outcome === 'recorded') return afterUse(found.passkey, use)
    if (outcome !== 'sign_count_moved') throw new PasskeyError(refusals[outcome])
    found = { ...found, passkey: await readAgain(context, found.passkey) }
  }
  throw new PasskeyError('storage_unavailable')
}

/**
 * The passkey that was proven, with the count that is stored now. If its id has another owner or key by now, it is
 * another passkey, and is not proven. The account is still the one that was checked.
 */
async function readAgain({ store }: Context, proven: PasskeyRecord): Promise<PasskeyRecord> {
  const again = (await store.passkeys.find(proven.rpId, proven.id))?.passkey
  const isSame = again?.userId === proven.userId && platform.equal(again.publicKey, proven.publicKey)
  if (!again || !isSame) throw new PasskeyError(refusals.gone)
  return again
}

/** A use against the record as it was read last. */
interface UseAttempt extends ProvenUse {
  readonly occasion: EventContext
  /** Whether another sign-in moved the stored count during this one. */
  readonly movedMeanwhile: boolean
}

/** What to record, unless the count or the backup flags refuse it. */
async function toRecordUse(context: Context, attempt: UseAttempt): Promise<RecordUse> {
  const { ceremony, found, assertion, organizationId, attachment, attestation, occasion } = attempt
  const { passkey, account } = found
  const suspected = await enforceSignCount(context, attempt)
  const backup = backupChange(attempt)
  if (backup === 'refused') throw new PasskeyError('backup_eligibility_changed')
  const transports = learnedTransports(passkey, attachment)
  const used = createEvent('passkey.used', { ...referenceTo(passkey), purpose: attempt.purpose }, occasion)
  return {
    rpId: passkey.rpId,
    id: passkey.id,
    userId: passkey.userId,
    ...(organizationId === undefined ? {} : { organizationId }),
    spend: spendOf(ceremony),
    accountVersion: ceremony.accountVersion ?? account.version,
    expectedSignCount: passkey.signCount,
    change: {
      signCount: assertion.signCount,
      lastUsedAt: occasion.at,
      backupEligible: assertion.backupEligible,
      backedUp: assertion.backedUp,
      userVerified: passkey.userVerified || attempt.isProven,
      ...(isUnproven(passkey) ? { usedHere: true } : {}),
      ...(transports.length > 0 ? { transports } : {}),
      ...(attestation && { attestation }),
    },
    events: await markOnce(ceremony.id, [
      used,
      ...suspected,
      ...backupEvents(backup, attempt),
      ...transportEvents(transports, attempt),
    ]),
  }
}

/** A passkey that was used on this device is on this device too. Its other transports are unchanged. */
function learnedTransports(
  { transports }: PasskeyRecord,
  attachment: AuthenticatorAttachment | undefined,
): readonly string[] {
  return attachment === 'platform' && !transports.includes('internal') ? ['internal'] : []
}

function transportEvents(transports: readonly string[], { found, occasion }: UseAttempt): readonly EventRecord[] {
  if (transports.length === 0) return []
  return [createEvent('passkey.transports_added', { ...referenceTo(found.passkey), transports }, occasion)]
}

function afterUse(passkey: PasskeyRecord, { change }: RecordUse): UsedPasskey {
  const transports = [...new Set([...passkey.transports, ...(change.transports ?? [])])]
  return { ...passkey, ...change, transports, signInCount: passkey.signInCount + 1 }
}

/** Whether the backup flags differ from the record, and whether the policy accepts a changed eligibility. */
function backupChange({ found: { passkey }, assertion, policy }: UseAttempt): 'none' | 'reported' | 'refused' {
  const { backupEligible, backedUp } = assertion
  const isChanged = judgeBackupEligibility(passkey.backupEligible, backupEligible) === 'changed'
  if (isChanged && policy.backupEligibilityChange === 'reject') return 'refused'
  const isFlagged = isChanged && policy.backupEligibilityChange !== 'accept'
  return isFlagged || passkey.backedUp !== backedUp ? 'reported' : 'none'
}

function backupEvents(backup: 'none' | 'reported', attempt: UseAttempt): readonly EventRecord[] {
  if (backup === 'none') return []
  const { backupEligible, backedUp } = attempt.assertion
  const data = { ...referenceTo(attempt.found.passkey), backupEligible, backedUp }
  return [createEvent('passkey.backup_state_changed', data, attempt.occasion)]
}

/**
 * Accepts a passkey whose count has advanced, or whose policy accepts one that has not. Returns the events for that.
 * Otherwise does what the policy says, because the signature is genuine, and refuses. Two genuine responses that arrive
 * out of order are refused too, but suspend nothing. A response that was recorded before is a double submission, not a
 * copy: `ceremony_spent`.
 */
async function enforceSignCount(context: Context, attempt: UseAttempt): Promise<readonly EventRecord[]> {
  const { ceremony, assertion, policy, occasion } = attempt
  const { passkey } = attempt.found
  const verdict = judgeSignCount(passkey.signCount, assertion.signCount)
  const consequence = cloneConsequence(verdict, policy.signCount, passkey.backupEligible ?? assertion.backupEligible)
  if (consequence === 'none') return []
  const reference = referenceTo(passkey)
  const counts = { stored: passkey.signCount, answered: assertion.signCount }
  const suspected = createEvent('passkey.clone_suspected', { ...reference, ...counts }, occasion)
  if (consequence === 'flag') return [suspected]

  const { passkeys, events } = context.store
  if (await passkeys.isSpent(ceremony.id)) throw new PasskeyError('ceremony_spent')
  if (consequence === 'suspend' && !isOutOfOrder(attempt)) {
    const suspended = createEvent('passkey.suspended', { ...reference, reason: 'sign_count_regression' }, occasion)
    await passkeys.setStatus(
      passkey,
      { scope: await suspendingScope(context, occasion), status: 'suspended' },
      await markOnce(ceremony.id, [suspected, suspended]),
    )
  } else {
    await events.append(await markOnce(ceremony.id, [suspected]))
  }
  throw new PasskeyError('sign_count_regression')
}

/** A suspension that only one organization's policy requires applies at that organization only. */
async function suspendingScope({ policies }: Context, { organizationId }: EventContext): Promise<PolicyScope> {
  const { policy } = await policies.resolved(undefined)
  return policy.signCount === 'suspend' ? 'environment' : scopeOf(organizationId)
}

/** Was the stored count recorded after this ceremony began? Two tabs and one authenticator can do that. */
function isOutOfOrder({ found: { passkey }, ceremony, movedMeanwhile }: UseAttempt): boolean {
  return movedMeanwhile || (passkey.lastUsedAt ?? passkey.createdAt) > ceremony.issuedAt
}

/** What follows from a sign count: nothing, an event, a refusal, or a refusal and suspension. */
export type CloneConsequence = 'none' | 'flag' | 'reject' | 'suspend'

/**
 * What the policy says about a sign count that did not advance. A passkey that can be synced is copied by design, so by
 * default it is not refused for that alone. A device-bound one is.
 */
export function cloneConsequence(
  verdict: SignCountVerdict,
  rule: EffectivePolicy['signCount'],
  backupEligible: boolean,
): CloneConsequence {
  if (verdict !== 'regressed' || rule === 'ignore') return 'none'
  if (rule === 'by-kind') return backupEligible ? 'flag' : 'reject'
  return rule
}

import type {
  AccountRecord,
  AccountStore,
  AccountTarget,
  AddOptions,
  AddOutcome,
  CodeRecord,
  CodeStore,
  DeliveryStore,
  InspectionStore,
  MetadataStore,
  PasskeyRecord,
  PasskeyStorage,
  PasskeyStore,
  PasskeyWithAccount,
  PolicyStore,
  RemovedEvents,
  SweepCounts,
  SweepOptions,
  UserPasskeys,
} from '@latchkey/storage'
import { PasskeyError } from '../errors.js'
import { ask, isCount, oneOf } from './ask-storage.js'
import { checkDeliveries } from './checked-deliveries.js'
import { type CheckedEvents, checkEvents } from './checked-events.js'
import { checkInspection } from './checked-inspection.js'

/** The store methods that core calls. Every result is compared with the request. */
export interface CheckedStore {
  readonly passkeys: PasskeyStore
  readonly accounts: AccountStore
  readonly policies: Pick<PolicyStore, 'read' | 'write'>
  readonly codes: CodeStore
  readonly events: CheckedEvents
  /** Absent where the storage has none. */
  readonly metadata?: MetadataStore
  /** Absent where the storage has none. */
  readonly deliveries?: DeliveryStore
  /** Absent where the storage has none. */
  readonly inspection?: InspectionStore
  sweep(now: number, limit: number, options?: SweepOptions): Promise<SweepCounts>
}

/**
 * Wraps a store that is not trusted. A result that does not match the request, and a failed call, are both
 * `storage_unavailable`. A failed call is never repeated: it may have succeeded.
 */
export function checkStore(storage: PasskeyStorage): CheckedStore {
  const { passkeys, accounts, policies, codes, events, metadata, deliveries, inspection } = storage
  return {
    passkeys: {
      add: (passkey, together) => add(passkeys, passkey, together),
      find: (rpId, id) =>
        ask(
          () => passkeys.find(rpId, id),
          (found) => found === undefined || isFound(found, rpId, id),
        ),
      findRemoved: (rpId, ids) =>
        ask(
          () => passkeys.findRemoved(rpId, ids),
          (removed) => removed.every(({ id, reason }) => ids.includes(id) && reasons.includes(reason)),
        ),
      listByUser: (rpId, userId) =>
        ask(
          () => passkeys.listByUser(rpId, userId),
          (listed) => isOfUser(listed, rpId, userId),
        ),
      page: (query) =>
        ask(
          () => passkeys.page(query),
          ({ items }) => items.every((passkey) => isPasskeyOf(passkey, query.rpId, passkey.userId)),
        ),
      isSpent: (id) =>
        ask(
          () => passkeys.isSpent(id),
          (spent) => typeof spent === 'boolean',
        ),
      recordUse: (use) => oneOf(outcomes.recordUse, () => passkeys.recordUse(use)),
      rename: (target, name, emitted) => oneOf(outcomes.change, () => passkeys.rename(target, name, emitted)),
      setStatus: (target, status, emitted) => oneOf(outcomes.change, () => passkeys.setStatus(target, status, emitted)),
      remove: (target, together) => oneOf(outcomes.remove, () => passkeys.remove(target, together)),
      removeAll: (target, eventsOf) =>
        ask(
          () => passkeys.removeAll(target, ownEvents(target, eventsOf)),
          ({ removed, account }) => isOfUser({ passkeys: removed, account }, target.rpId, target.userId),
        ),
    },
    accounts: {
      recordPrompt: (record) =>
        ask(
          () => accounts.recordPrompt(record),
          // Without a stored time, the days of grace would begin anew at each sign-in.
          (account) =>
            isAccountOf(account, record.rpId, record.userId) &&
            (record.what !== 'grace' || Number.isSafeInteger(account.graceUntil)),
        ),
      raiseVersion: (target, emitted) =>
        ask(
          () => accounts.raiseVersion(target, emitted),
          (account) => isAccountOf(account, target.rpId, target.userId),
        ),
      purge: (target, eventsOf, options) =>
        ask(
          () => accounts.purge(target, ownEvents(target, eventsOf), options),
          (account) => isAccountOf(account, target.rpId, target.userId) && account.purgedAt === target.at,
        ),
      page: (query) =>
        ask(
          () => accounts.page(query),
          ({ items }) => items.every((account) => isAccountOf(account, query.rpId, account.userId)),
        ),
      listRelyingParties: (userId) =>
        ask(
          () => accounts.listRelyingParties(userId),
          (keys) => keys.every((key) => typeof key === 'string'),
        ),
    },
    policies: {
      read: (rpId, scopes) =>
        ask(
          () => policies.read(rpId, scopes),
          (records) => records.every((record) => record.rpId === rpId && scopes.includes(record.scope)),
        ),
      write: (policy, expectedVersion, emitted) =>
        oneOf(outcomes.write, () => policies.write(policy, expectedVersion, emitted)),
    },
    codes: {
      create: (created, emitted) => ask(() => codes.create(created, emitted)),
      tryRedeem: (id, hash, now) =>
        ask(
          () => codes.tryRedeem(id, hash, now),
          (tried) => tried === 'refused' || tried.code.id === id,
        ),
      list: (rpId, userId, purpose) =>
        ask(
          () => codes.list(rpId, userId, purpose),
          (listed) => listed.every((code) => isCodeOf(code, rpId, userId) && code.purpose === purpose),
        ),
      replaceSet: (rpId, userId, purpose, created, emitted, condition) =>
        oneOf(outcomes.replace, () => codes.replaceSet(rpId, userId, purpose, created, emitted, condition)),
      revoke: (id, emitted) => oneOf(outcomes.change, () => codes.revoke(id, emitted)),
    },
    events: checkEvents(events),
    ...(metadata ? { metadata: checkMetadata(metadata) } : {}),
    ...(deliveries ? { deliveries: checkDeliveries(deliveries) } : {}),
    ...(inspection ? { inspection: checkInspection(inspection) } : {}),
    sweep: (now, limit, options) => ask(() => storage.sweep(now, limit, options)),
  }
}

function checkMetadata(metadata: MetadataStore): MetadataStore {
  return {
    read: (root) =>
      ask(
        () => metadata.read(root),
        (accepted) => accepted === undefined || (accepted.root === root && isCount(accepted.no)),
      ),
    accept: (accepted, expected, kept) => oneOf(outcomes.accept, () => metadata.accept(accepted, expected, kept)),
  }
}

const reasons: readonly unknown[] = ['removed', 'purged']

const outcomes = {
  add: ['added', 'duplicate', 'limit_reached', 'already_spent', 'account_changed', 'account_purged', 'removed_since'],
  recordUse: ['recorded', 'already_spent', 'sign_count_moved', 'account_changed', 'gone'],
  change: ['done', 'gone'],
  remove: ['removed', 'gone', 'changed', 'last'],
  replace: ['replaced', 'changed'],
  write: ['written', 'version_conflict'],
  accept: ['accepted', 'conflict'],
} as const

/** A rejection of `createUser` passes through. `added` counts only if `createUser` has completed. */
async function add(passkeys: PasskeyStore, passkey: PasskeyRecord, together: AddOptions): Promise<AddOutcome> {
  const { createUser } = together
  if (!createUser) return oneOf(outcomes.add, () => passkeys.add(passkey, together))
  let came: { readonly rejection?: unknown } | undefined
  const watched = async (transaction: unknown) => {
    came = undefined
    await createUser(transaction).catch((rejection: unknown) => {
      came = { rejection }
      throw rejection
    })
    came = {}
  }
  const isMade = () => came !== undefined && !('rejection' in came)
  try {
    return await ask(
      () => passkeys.add(passkey, { ...together, createUser: watched }),
      (outcome) => outcomes.add.includes(outcome) && (outcome !== 'added' || isMade()),
    )
  } catch (error) {
    const rejected = came !== undefined && 'rejection' in came && error instanceof PasskeyError
    throw rejected && error.cause === came?.rejection ? error.cause : error
  }
}

/** Both records match the requested credential and one user. Only an imported passkey may have its own handle. */
function isFound({ passkey, account }: PasskeyWithAccount, rpId: string, id: string): boolean {
  const isAsked = passkey.id === id && isPasskeyOf(passkey, rpId, passkey.userId)
  const isOneUser = isAccountOf(account, rpId, passkey.userId)
  return isAsked && isOneUser && (passkey.source === 'import' || passkey.userHandle === account.userHandle)
}

function isOfUser({ passkeys, account }: UserPasskeys, rpId: string, userId: string): boolean {
  return (
    passkeys.every((passkey) => isPasskeyOf(passkey, rpId, userId)) &&
    (account === undefined ? passkeys.length === 0 : isAccountOf(account, rpId, userId))
  )
}

/** Creates events for this user's passkeys only. Another user's passkey must not be removed. */
function ownEvents({ rpId, userId }: AccountTarget, eventsOf: RemovedEvents): RemovedEvents {
  return (removed) => {
    if (!removed.every((passkey) => isPasskeyOf(passkey, rpId, userId))) {
      throw new TypeError("The storage is about to remove another user's passkey.")
    }
    return eventsOf(removed)
  }
}

function isPasskeyOf(passkey: PasskeyRecord, rpId: string, userId: string): boolean {
  const isTyped = passkey.publicKey instanceof Uint8Array && isCount(passkey.signCount) && isCount(passkey.signInCount)
  const { status, suspendedBy } = passkey
  if (!Array.isArray(suspendedBy) || suspendedBy.includes('environment') !== (status === 'suspended')) return false
  return isTyped && passkey.rpId === rpId && passkey.userId === userId && userId !== ''
}

function isAccountOf(account: AccountRecord, rpId: string, userId: string): boolean {
  return account.rpId === rpId && account.userId === userId && isCounted(account)
}

function isCounted({ version, activeCount, addedCount }: AccountRecord): boolean {
  return isCount(version) && isCount(activeCount) && isCount(addedCount)
}

function isCodeOf(code: CodeRecord, rpId: string, userId: string): boolean {
  return code.rpId === rpId && code.userId === userId && isCount(code.triesLeft)
}

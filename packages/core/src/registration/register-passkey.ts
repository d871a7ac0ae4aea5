import type { AddOptions, AddOutcome, EventRecord, PasskeyRecord, PasskeySource, Spend } from '@latchkey/storage'
import type { PasskeyErrorCode } from '@latchkey/wire'
import { isUnproven } from '../assurance/assess.js'
import { type EnrollCeremony, spendOf } from '../ceremony/ceremony.js'
import type { Settings } from '../config/settings.js'
import type { Context } from '../context/context.js'
import { otherRpIds } from '../context/everywhere.js'
import { PasskeyError } from '../errors.js'
import {
  adminEventContext,
  createEvent,
  type EventContext,
  markOnce,
  referenceTo,
  userEventContext,
} from '../events/create-event.js'
import { newUserHandle } from '../passkey/user-handle.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { secondFactorsOf } from '../session/session.js'
import { assertVerified, type Verified } from '../webauthn/verify/verified.js'
import type { Registration } from '../webauthn/verify/verify-registration.js'

/** A verified passkey that is not stored yet. */
export interface NewPasskey {
  readonly ceremony: EnrollCeremony
  readonly policy: EffectivePolicy
  readonly registration: Verified<Registration>
  readonly name: string
  readonly source: PasskeySource
  /** The admin who enrolls it, if one does. */
  readonly enrolledBy?: string
  /** For one whose user was not verified: whether the user has a second factor. */
  readonly hadSecondFactor?: boolean
  /** Further events to store with it, made from the passkey as it is stored. */
  readonly tell?: (passkey: PasskeyRecord, occasion: EventContext) => readonly EventRecord[]
  readonly createUser?: AddOptions['createUser']
}

/** The codes for the store's refusals. */
const refusals = {
  duplicate: 'already_registered',
  limit_reached: 'limit_reached',
  already_spent: 'ceremony_spent',
  account_changed: 'account_changed',
  account_purged: 'account_changed',
  removed_since: 'already_registered',
} as const satisfies Record<Exclude<AddOutcome, 'added'>, PasskeyErrorCode>

/**
 * Spends the ceremony and stores the passkey, in one atomic call, with the user if `createUser` is given.
 *
 * @throws {PasskeyError} `ceremony_spent`, `account_changed`, `limit_reached`, `already_registered`, `code_invalid`
 *   if another ceremony has consumed the code, or it was revoked; `storage_unavailable`
 */
export async function registerPasskey(context: Context, added: NewPasskey): Promise<PasskeyRecord> {
  const { store } = context
  const { ceremony, policy, tell, createUser } = added
  const occasion = occasionOf(context, added)
  const passkey = toRecord(added, occasion)
  if (ceremony.code?.purpose === 'recovery') await invalidateElsewhere(context, ceremony, occasion)
  const outcome = await addPasskey(context, passkey, {
    spend: [spendOf(ceremony), ...codeSpends(ceremony)],
    limit: policy.limit,
    accountVersion: ceremony.accountVersion,
    ...(ceremony.code?.purpose === 'recovery' ? { raiseVersion: true } : {}),
    ...(createUser ? { createUser } : {}),
    events: await markOnce(ceremony.id, [
      ...(tell?.(passkey, occasion) ?? []),
      createEvent('passkey.added', { ...referenceTo(passkey), source: passkey.source }, occasion),
    ]),
  })
  if (outcome === 'added') return passkey
  if (outcome === 'limit_reached') {
    const reached = createEvent('passkey.limit_reached', { limit: policy.limit }, occasion)
    await store.events.append(await markOnce(ceremony.id, [reached]))
  }
  const isCodeGone =
    outcome === 'already_spent' && codeSpends(ceremony).length > 0 && !(await store.passkeys.isSpent(ceremony.id))
  if (isCodeGone) throw new PasskeyError((await isPurgedSince(context, ceremony)) ? 'account_changed' : 'code_invalid')
  throw new PasskeyError(refusals[outcome])
}

/**
 * A recovery ends the user's open ceremonies at every relying party. The other ones come first: if one fails, the code is not
 * consumed, and another try does the rest. The recovery itself changes the account, so a replay ends nothing.
 */
async function invalidateElsewhere(context: Context, ceremony: EnrollCeremony, occasion: EventContext): Promise<void> {
  const { settings, store } = context
  const { userId, accountVersion } = ceremony
  const others = await otherRpIds(context, { rpId: occasion.rpId, userId })
  if (others.length === 0) return
  const { account } = await store.passkeys.listByUser(occasion.rpId, userId)
  if (account?.version !== accountVersion) return
  for (const rpId of others) {
    const told = await markOnce(ceremony.id, [createEvent('account.invalidated', {}, { ...occasion, userId, rpId })])
    await store.accounts.raiseVersion({ rpId, userId, userHandle: newUserHandle(settings), at: occasion.at }, told)
  }
}

/** A purge deletes the codes of the user with the account. */
async function isPurgedSince(
  { store, settings }: Context,
  { userId, accountVersion }: EnrollCeremony,
): Promise<boolean> {
  const { account } = await store.passkeys.listByUser(settings.relyingParty.id, userId)
  return account?.purgedAt !== undefined && account.version !== accountVersion
}

/** The codes that led to the ceremony, if any: the store consumes them with the passkey. */
function codeSpends({ code, otp }: EnrollCeremony): readonly Spend[] {
  return [code, otp].flatMap((used) => (used ? [{ id: used.id, expiresAt: used.expiresAt, code: true }] : []))
}

function occasionOf(context: Context, { ceremony, enrolledBy }: NewPasskey): EventContext {
  return enrolledBy === undefined
    ? userEventContext(context, ceremony)
    : adminEventContext(context, { id: enrolledBy }, ceremony)
}

function toRecord(
  { ceremony, registration, name, source, enrolledBy, hadSecondFactor }: NewPasskey,
  { at, rpId }: EventContext,
): PasskeyRecord {
  assertVerified(registration)
  return {
    ...registration.credential,
    ...(ceremony.silent ? { userVerified: false } : {}),
    ...(hadSecondFactor ? { hadSecondFactor } : {}),
    rpId,
    userId: ceremony.userId,
    userHandle: ceremony.userHandle,
    signInCount: 0,
    name,
    attestation: registration.attestation,
    status: 'active',
    suspendedBy: [],
    source,
    createdAt: at,
    ...(enrolledBy === undefined ? {} : { enrolledBy }),
    ...(ceremony.organizationId === undefined ? {} : { organizationId: ceremony.organizationId }),
    ...(ceremony.boundTo === undefined ? {} : { boundTo: ceremony.boundTo }),
  }
}

/**
 * What the store returns for a new passkey. For the id of a decoy, what it would return if a user had it:
 * `duplicate`, unless an earlier check fails. An attacker who registers an id to find out whether it exists learns
 * nothing.
 *
 * @throws {PasskeyError} `storage_unavailable`
 */
async function addPasskey(
  { store, decoys }: Pick<Context, 'store' | 'decoys'>,
  passkey: PasskeyRecord,
  together: AddOptions,
): Promise<AddOutcome> {
  if (!(await decoys.isDecoy(passkey.id))) return store.passkeys.add(passkey, together)
  // With a limit of 0 the store still makes its earlier checks, and stores nothing.
  const outcome = await store.passkeys.add(passkey, { ...together, limit: 0 })
  if (outcome === 'added') throw new PasskeyError('storage_unavailable')
  if (outcome !== 'limit_reached') return outcome
  const { account } = await store.passkeys.listByUser(passkey.rpId, passkey.userId)
  return (account?.passkeyCount ?? 0) < together.limit ? 'duplicate' : 'limit_reached'
}

/**
 * Whether a user who gets a passkey without user verification has a second factor already: another one than passkeys, or
 * a passkey that is more than unproven.
 */
export async function hasSecondFactor(
  settings: Pick<Settings, 'host'>,
  { userId, passkeys }: { readonly userId: string; readonly passkeys: readonly PasskeyRecord[] },
): Promise<boolean> {
  return passkeys.some((passkey) => !isUnproven(passkey)) || (await secondFactorsOf(settings, userId)).length > 0
}

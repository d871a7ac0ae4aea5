import type { PasskeyRecord } from '@latchkey/storage'
import type { AuthenticatorAttachment, PasskeyErrorCode, PasskeyJSON, SignalsJSON } from '@latchkey/wire'
import { type Assurance, assess } from '../assurance/assess.js'
import { type AssertionCeremony, type AssertionPurpose, checkAge, isSignIn } from '../ceremony/ceremony.js'
import type { Settings } from '../config/settings.js'
import type { Context } from '../context/context.js'
import { checkMember, membershipOf } from '../context/membership.js'
import type { RefusalEvent } from '../context/refusal-counts.js'
import { judgeAttestationLater, trustToday } from '../context/trust-today.js'
import { PasskeyError } from '../errors.js'
import { createEvent, markOnce, referenceTo, userEventContext } from '../events/create-event.js'
import type { Session } from '../host/host.js'
import { passkeyJson } from '../passkey/passkey-json.js'
import { checkAuthenticator, statusAt } from '../passkey/usability.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import type { AuthenticationResponse } from '../webauthn/parse/authentication-response.js'
import type { Assertion } from '../webauthn/verify/verify-assertion.js'
import { isVerificationProven, type Proven, proveAnswer } from './prove-answer.js'
import { recordUse, type UsedPasskey } from './record-use.js'

/** What one kind of ceremony adds to the rules for all. */
export interface AssertionRules<Kind extends AssertionPurpose = AssertionPurpose> {
  readonly purpose: Kind
  /**
   * The source of the policy: the organization where the passkey is used, or `session` with the organization of the
   * session; if that has none, the strictest policy of the user's organizations.
   */
  readonly policyOf: 'organization' | { readonly session: string | undefined }
  /** The session in which the passkey is used, if the ceremony needs one. */
  readonly session?: Session
  /** @throws {PasskeyError} if today's policy does not allow this. */
  check(facts: AdmissionFacts): void
}

export interface AdmissionFacts {
  readonly policy: EffectivePolicy
  /** The record before this use, as it is trusted today. */
  readonly passkey: PasskeyRecord
  readonly assertion: Assertion
  readonly organizationId: string | undefined
}

/** A ceremony that was opened, and what came for it. */
export interface AssertionAnswer {
  readonly ceremony: AssertionCeremony
  readonly response: unknown
  readonly clientAddress?: string | undefined
}

/** What every use of a passkey returns: the result of a sign-in, a second factor, a step-up and a confirmation. */
export interface AssertionResult<Kind extends AssertionPurpose = AssertionPurpose> {
  readonly kind: Kind
  readonly userId: string
  readonly passkey: PasskeyJSON
  /** The assurance of the passkey alone. */
  readonly assurance: Assurance
  /**
   * Whether the passkey was on this device or another one, as the browser reports it. Store it in the session's
   * method.
   */
  readonly attachment?: AuthenticatorAttachment
  /** As it was named, or the one that the passkey is bound to. */
  readonly organizationId?: string
  readonly signals: SignalsJSON
}

/** A use that is recorded. */
interface Admitted extends AdmissionFacts {
  /** The record after this use. */
  readonly used: UsedPasskey
}

/** A use that is recorded, and what to return. */
export interface FinishedAssertion<Kind extends AssertionPurpose> extends Admitted {
  /** What the finish returns. */
  readonly result: AssertionResult<Kind>
  /** Its signature is verified. */
  readonly response: AuthenticationResponse
}

/**
 * The passkey has signed the challenge, it may be used now, and the use is recorded, exactly once for this ceremony.
 *
 * @throws {PasskeyError} what `proveAnswer`, the rules, `checkAuthenticator` and `recordUse` throw;
 *   `credential_not_allowed`, `account_locked`, `forbidden`, `ceremony_expired`.
 */
export async function finishAssertion<Kind extends AssertionPurpose>(
  context: Context,
  { ceremony, response, clientAddress }: AssertionAnswer,
  rules: AssertionRules<Kind>,
): Promise<FinishedAssertion<Kind>> {
  const proven = await context.refusalCounts.run({ event: refusalEvent(rules.purpose), clientAddress }, () =>
    proveAnswer(context, ceremony, response),
  )
  const admitted = await withFailureEvent(context, { ...proven, purpose: rules.purpose }, () =>
    admit(context, proven, rules),
  )
  const result = await describe(context, rules.purpose, { ...admitted, attachment: proven.attachment })
  return { ...admitted, result, response: proven.response }
}

/** A second submission of what was recorded, and a storage that fails, are not failures of a sign-in. */
const withoutEvent: ReadonlySet<PasskeyErrorCode> = new Set(['ceremony_spent', 'storage_unavailable'])

/**
 * Does what comes after the signature was verified. If that is refused, an event reports why. Refusals before it get no
 * event of their own: anyone can send forged responses.
 *
 * @throws {PasskeyError} what the work throws; `storage_unavailable` if the event cannot be stored.
 */
async function withFailureEvent<Finished>(
  context: Context,
  { purpose, ceremony, found: { passkey } }: Proven & Pick<AssertionRules, 'purpose'>,
  work: () => Promise<Finished>,
): Promise<Finished> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof PasskeyError && !withoutEvent.has(error.code)) {
      const occasion = userEventContext(context, { userId: passkey.userId, organizationId: ceremony.organizationId })
      const data = { ...referenceTo(passkey), purpose, reason: error.code }
      const failed = createEvent(refusalEvent(purpose), data, occasion)
      await context.store.events.append(await markOnce(ceremony.id, [failed]))
    }
    throw error
  }
}

/** A step-up that is refused is not a failed sign-in. */
function refusalEvent(purpose: AssertionPurpose): RefusalEvent {
  return isSignIn(purpose) ? 'sign_in.failed' : 'passkey.use_refused'
}

/** The signature is verified. This decides whether the passkey may be used now, and records the use. */
async function admit(context: Context, proven: Proven, rules: AssertionRules): Promise<Admitted> {
  const { ceremony, found, assertion } = proven
  const { settings, policies } = context
  checkActive(found.passkey)
  const organizationId = organizationOf(found.passkey, ceremony)
  await confirmSignedUp(settings, found.passkey)
  await checkMaySignIn(settings, found.passkey.userId)
  const membership = await membershipOf(settings, found.passkey.userId)
  const { organizations } = membership
  checkMember(organizations, organizationId)
  checkNotSuspended(found.passkey, organizationId === undefined ? organizations : [organizationId])
  const policyAt = rules.policyOf === 'organization' ? organizationId : rules.policyOf.session
  const policy = await policies.forMember({ ...membership, organizationId: policyAt })
  checkAge(ceremony, policy, settings.now())
  const today = await trustToday(context, policy)
  const attestation = await judgeAttestationLater(context, policy, found.passkey)
  const passkey = today({ ...found.passkey, ...(attestation && { attestation }) })
  rules.check({ policy, passkey, assertion, organizationId })
  if (policy.authenticators.at === 'enroll-and-sign-in') {
    checkAuthenticator(policy, { ...passkey, backupEligible: assertion.backupEligible })
  }
  const isProven = assertion.userVerified && (await isVerificationProven(context, { passkey, session: rules.session }))
  const use = { ...proven, purpose: rules.purpose, policy, organizationId, attestation, isProven }
  const used = await recordUse(context, use)
  return {
    policy,
    passkey: { ...passkey, userVerified: passkey.userVerified || isProven },
    assertion,
    organizationId,
    used,
  }
}

/** A bound passkey is used at its organization, whether or not that one was named. */
function organizationOf({ boundTo }: PasskeyRecord, ceremony: AssertionCeremony): string | undefined {
  const organizationId = ceremony.organizationId ?? boundTo
  if (boundTo !== undefined && organizationId !== boundTo) throw new PasskeyError('forbidden')
  return organizationId
}

/**
 * If no organization is named, the passkey is refused only if all of the user's organizations refuse it: no single
 * one decides for the others.
 */
function checkNotSuspended(passkey: PasskeyRecord, organizations: readonly string[]): void {
  const isRefused = organizations.length > 0 && organizations.every((id) => statusAt(passkey, id) === 'suspended')
  if (isRefused) throw new PasskeyError('credential_not_allowed')
}

function checkActive({ status }: PasskeyRecord): void {
  if (status !== 'active') throw new PasskeyError('credential_not_allowed')
}

/** The first sign-in repeats a confirmation that was lost when the user signed up. */
async function confirmSignedUp({ host }: Settings, { source, signInCount, userId }: PasskeyRecord): Promise<void> {
  if (source === 'sign-up' && signInCount === 0) await host.confirmUser?.({ userId })
}

async function checkMaySignIn({ host }: Settings, userId: string): Promise<void> {
  if (host.maySignIn && (await host.maySignIn({ userId })) !== true) throw new PasskeyError('account_locked')
}

async function describe<Kind extends AssertionPurpose>(
  { settings }: Context,
  kind: Kind,
  { used, passkey, assertion, policy, attachment, organizationId }: Admitted & Pick<Proven, 'attachment'>,
): Promise<AssertionResult<Kind>> {
  return {
    kind,
    userId: used.userId,
    passkey: await passkeyJson(used, settings),
    assurance: assess(assertion, passkey, policy),
    ...(attachment === undefined ? {} : { attachment }),
    ...(organizationId === undefined ? {} : { organizationId }),
    signals: { rpId: settings.relyingParty.id },
  }
}

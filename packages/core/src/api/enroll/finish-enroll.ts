import type { EventRecord, PasskeyRecord, PasskeySource } from '@latchkey/storage'
import type { PasskeyJSON, SignalsJSON } from '@latchkey/wire'
import type { AdminEnrollCeremony, Binding, EnrollCeremony, RedeemedCode } from '../../ceremony/ceremony.js'
import { type AdminEventContext, adminTarget, checkReach, organizationOfScope } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { groupsOf } from '../../context/membership.js'
import { policyForSession } from '../../context/policy-reader.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { PasskeyError } from '../../errors.js'
import { type Actor, createEvent, type EventContext, referenceTo } from '../../events/create-event.js'
import type { Session } from '../../host/host.js'
import { parseProfile } from '../../host/profile.js'
import { defaultName, parseGivenName } from '../../passkey/name-passkey.js'
import { passkeyJson } from '../../passkey/passkey-json.js'
import { checkMode } from '../../policy/policy-checks.js'
import { checkAdminsMayEnroll } from '../../registration/admin-enrollment.js'
import { checkFirstPasskey } from '../../registration/check-first-passkey.js'
import { checkRegistration, type RegistrationAnswer } from '../../registration/check-registration.js'
import { checkOtpPolicy, checkRecoveryPolicy, policyForCode, policyForInvited } from '../../registration/code-policy.js'
import { assertIdentifiersFree, createUser } from '../../registration/new-user.js'
import { checkMayEnroll } from '../../registration/own-enrollment.js'
import { hasSecondFactor, type NewPasskey, registerPasskey } from '../../registration/register-passkey.js'
import { withForgetSignals } from '../../registration/with-forget-signals.js'
import { boundOrganization, checkOwnSession } from '../../session/session.js'
import { checkMayUpgrade } from './begin-enroll.js'

/** What `enroll.finish` takes. */
export interface EnrollFinishInput extends RelyingPartyInput {
  readonly ceremony: string
  /** The result of `credential.toJSON()`, unchanged. */
  readonly response: unknown
  /**
   * The session of the user who began.
   *
   * @default none: the ceremony must be of a code
   */
  readonly session?: Session | null | undefined
  /**
   * 1 to 100 characters.
   *
   * @default the name of its provider
   */
  readonly name?: string | undefined
  readonly binding: Binding
}

/**
 * The passkey is the user's, exactly once for this ceremony, and the user has no more than the limit. See `Passkeys`.
 */
export async function finishEnroll(context: Context, input: EnrollFinishInput): Promise<Enrolled> {
  const ceremony = await context.envelopes.open('enroll', input.ceremony, input.binding)
  return context.refusedFinishes.run(ceremony, () => finishOpened(context, ceremony, input))
}

async function finishOpened(context: Context, ceremony: EnrollCeremony, input: EnrollFinishInput): Promise<Enrolled> {
  const { settings, store } = context
  const { code, profile } = ceremony
  if (code && profile) return finishInvited(context, { ...ceremony, code, profile }, input)
  if (code) return finishRedeemed(context, { ...ceremony, code }, input)
  const { session, response } = input
  checkOwnSession(session, settings.now())
  if (session.userId !== ceremony.userId) throw new PasskeyError('forbidden')
  const name = parseGivenName(input.name)
  const { passkeys, account } = await store.passkeys.listByUser(settings.relyingParty.id, ceremony.userId)
  if (boundOrganization(session, passkeys) !== ceremony.boundTo) throw new PasskeyError('forbidden')
  const { policy, groups } = await policyForSession(context, session, ceremony.organizationId)
  checkMode(policy)
  checkOtpPolicy(policy, ceremony.otp)
  await checkFirstPasskey(context, { session, groups, policy, passkeys }, ceremony.otp)
  const enroller = { session, policy, passkeys, begunAt: ceremony.otp?.requestedAt ?? ceremony.issuedAt }
  if (ceremony.silent) checkMayUpgrade(settings, { ...enroller, account })
  await checkMayEnroll(context, enroller)
  const source = ceremony.silent ? 'upgrade' : 'self'
  return finishEnrollment(context, { ceremony, policy, response, passkeys, name, source })
}

/** The ceremony of a redeemed code needs no session; a session of another user is refused. */
async function finishRedeemed(
  context: Context,
  ceremony: EnrollCeremony & { readonly code: RedeemedCode },
  { session, response, name: given }: EnrollFinishInput,
): Promise<Enrolled> {
  const { settings, store } = context
  const { userId, boundTo, code } = ceremony
  if (session) checkOwnSession(session, settings.now())
  if (session && session.userId !== userId) throw new PasskeyError('forbidden')
  const name = parseGivenName(given)
  const { passkeys } = await store.passkeys.listByUser(settings.relyingParty.id, userId)
  const policy = await policyForCode(context, { userId, boundTo })
  checkMode(policy)
  if (code.purpose === 'recovery') checkRecoveryPolicy(policy, ceremony.otp)
  const tell: EnrollmentAnswer['tell'] = (passkey, occasion) => [codeEvent(code, passkey, occasion)]
  const answer = { ceremony, policy, response, passkeys, name, source: code.purpose, tell }
  const enrolled = await finishEnrollment(context, answer)
  if (code.purpose === 'recovery') await settings.host.endSessions?.({ userId })
  return enrolled
}

/** The passkey of an invited user is stored, and the user created with it. */
async function finishInvited(
  context: Context,
  ceremony: EnrollCeremony & Required<Pick<EnrollCeremony, 'code' | 'profile'>>,
  { session, response, name: given }: EnrollFinishInput,
): Promise<Enrolled> {
  const { settings } = context
  const { userId, organizationId, code } = ceremony
  if (session) throw new PasskeyError('forbidden')
  const name = parseGivenName(given)
  const policy = await policyForInvited(context, organizationId)
  const { profile } = await parseProfile(ceremony.profile, settings.profile)
  const user = { userId, profile, ...(organizationId === undefined ? {} : { organizationId }) }
  const tell: NewPasskey['tell'] = (passkey, occasion) => [codeEvent(code, passkey, occasion)]
  const passkey = await withForgetSignals(context, response, async () => {
    const registration = await checkRegistration(context, { ceremony, policy, response })
    await assertIdentifiersFree(settings, user)
    const chosen = name ?? (await defaultName(registration.credential, [], settings))
    const added: NewPasskey = { ceremony, policy, registration, name: chosen, source: 'invitation', tell }
    return createUser(context, user, added)
  })
  return { passkey: await passkeyJson(passkey, settings), signals: { rpId: passkey.rpId } }
}

function codeEvent(
  { id, purpose, createdBy }: RedeemedCode,
  passkey: PasskeyRecord,
  occasion: EventContext,
): EventRecord {
  const reference = referenceTo(passkey)
  if (purpose === 'recovery') return createEvent('recovery.code_used', reference, occasion)
  const by = createdBy === undefined ? {} : { createdBy }
  return createEvent('invitation.redeemed', { ...reference, invitationId: id, ...by }, occasion)
}

/** What `admin.enroll.finish` takes. */
export interface AdminEnrollFinishInput extends RelyingPartyInput {
  /** The user of the new passkey, as at begin. */
  readonly userId: string
  /**
   * The organization, as at begin.
   *
   * @default the one of the actor's scope
   */
  readonly organizationId?: string | undefined
  /** The admin who began. */
  readonly actor: Actor
  readonly ceremony: string
  /** The result of `credential.toJSON()`, unchanged. */
  readonly response: unknown
  /**
   * 1 to 100 characters.
   *
   * @default the name of its provider
   */
  readonly name?: string | undefined
  readonly binding: Binding
}

/**
 * The passkey is the user's, exactly once for this ceremony, and the user has no more than the limit. The passkey and
 * its event name the admin. See `AdminApi`.
 */
export async function finishAdminEnroll(context: Context, input: AdminEnrollFinishInput): Promise<Enrolled> {
  checkAdminsMayEnroll(context.settings)
  const eventContext = adminTarget(context, input)
  const ceremony = await context.envelopes.open('admin-enroll', input.ceremony, input.binding)
  return context.refusedFinishes.run(ceremony, () => finishOpenedByAdmin(context, { ceremony, eventContext, input }))
}

interface OpenedByAdmin {
  readonly ceremony: AdminEnrollCeremony
  readonly eventContext: AdminEventContext
  readonly input: AdminEnrollFinishInput
}

async function finishOpenedByAdmin(
  context: Context,
  { ceremony, eventContext, input }: OpenedByAdmin,
): Promise<Enrolled> {
  const { settings, store, policies } = context
  checkSame(ceremony, eventContext)
  const name = parseGivenName(input.name)
  const { userId, organizationId, enrolledBy } = ceremony
  const { passkeys } = await store.passkeys.listByUser(settings.relyingParty.id, userId)
  const organizations = await checkReach(context, eventContext)
  const groups = await groupsOf(settings, userId)
  const policy = await policies.forMember({ organizations, groups, organizationId })
  checkMode(policy)
  checkOtpPolicy(policy, ceremony.otp)
  const { response } = input
  return finishEnrollment(context, { ceremony, policy, response, passkeys, name, source: 'admin', enrolledBy })
}

/** The admin, user and organization that your app has authorized are those of the ceremony. */
function checkSame(ceremony: AdminEnrollCeremony, eventContext: AdminEventContext): void {
  const { actor, userId, organizationId, scope } = eventContext
  const isSame =
    ceremony.enrolledBy === actor.id &&
    ceremony.userId === userId &&
    ceremony.organizationId === organizationId &&
    ceremony.boundTo === organizationOfScope(scope)
  if (!isSame) throw new PasskeyError('forbidden')
}

/** A stored passkey, as its owner sees it. */
export interface Enrolled {
  readonly passkey: PasskeyJSON
  readonly signals: SignalsJSON
}

/** A response for an existing user. */
export interface EnrollmentAnswer extends RegistrationAnswer {
  /** The user's existing passkeys. */
  readonly passkeys: readonly PasskeyRecord[]
  /** As the user typed it. Default: the name of its provider. */
  readonly name: string | undefined
  readonly source: PasskeySource
  /** The admin who enrolls it, if one does. */
  readonly enrolledBy?: string
  /** The events besides `passkey.added`. */
  readonly tell?: NewPasskey['tell'] & {}
}

/**
 * The passkey is stored beside the user's others.
 *
 * @throws {PasskeyError} what `checkRegistration` and `registerPasskey` throw, with `signals` if the passkey is
 *   refused permanently.
 */
async function finishEnrollment(
  context: Context,
  { response, passkeys, name: given, ...another }: EnrollmentAnswer,
): Promise<Enrolled> {
  const { settings } = context
  const passkey = await withForgetSignals(context, response, async () => {
    const registration = await checkRegistration(context, { ...another, response })
    const taken = passkeys.map(({ name }) => name)
    const name = given ?? (await defaultName(registration.credential, taken, settings))
    const { userId, silent } = another.ceremony
    const isVerified = registration.credential.userVerified && !silent
    const hadSecondFactor = !isVerified && (await hasSecondFactor(settings, { userId, passkeys }))
    return registerPasskey(context, { ...another, registration, name, hadSecondFactor })
  })
  return { passkey: await passkeyJson(passkey, settings), signals: { rpId: passkey.rpId } }
}

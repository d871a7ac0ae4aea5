import type { PasskeyRecord, PasskeyWithAccount } from '@latchkey/storage'
import type { AuthenticatorAttachment, PasskeyJSON, SignalsJSON } from '@latchkey/wire'
import { type Assurance, assess } from '../../assurance/assess.js'
import type { Binding } from '../../ceremony/binding.js'
import type { SignInCeremony } from '../../ceremony/ceremony.js'
import { checkAge } from '../../ceremony/check-age.js'
import type { Settings } from '../../config/settings.js'
import type { Context } from '../../context/context.js'
import { judgeAttestationLater } from '../../context/judge-attestation-later.js'
import { checkMember, organizationsOf } from '../../context/membership.js'
import { trustToday } from '../../context/trust-today.js'
import { PasskeyError } from '../../errors.js'
import { checkAuthenticator } from '../../passkey/check-authenticator.js'
import { passkeyJson } from '../../passkey/passkey-json.js'
import { statusAt } from '../../passkey/usability.js'
import { toStoredCredential } from '../../passkey/user-handle.js'
import type { EffectivePolicy } from '../../policy/effective-policy.js'
import { checkFirstFactor, checkMode, looksUpNames } from '../../policy/policy-checks.js'
import { checkUserVerification } from '../../webauthn/verify/check-user-verification.js'
import type { Verified } from '../../webauthn/verify/verified.js'
import { type Assertion, type ExpectedAssertion, readAssertion } from '../../webauthn/verify/verify-assertion.js'
import { findPasskey } from './find-passkey.js'
import { recordUse } from './record-use.js'
import { withFailureEvent } from './with-failure-event.js'

/** What `signIn.finish` takes. */
export interface SignInFinishInput {
  readonly ceremony: string
  /** What `credential.toJSON()` gave, as it came. */
  readonly response: unknown
  readonly binding: Binding
  /** The address of the request. Only how many there are is stored, with the refusals that come before a signature. */
  readonly clientAddress?: string | undefined
}

/** A user has signed in: the host makes its session. */
export interface SignIn {
  readonly kind: 'sign-in'
  readonly userId: string
  readonly passkey: PasskeyJSON
  readonly assurance: Assurance
  /** Whether the passkey was on this device or another one, as the browser says; goes into the session's method. */
  readonly attachment?: AuthenticatorAttachment
  /** As it was named, or the one that the passkey is bound to. */
  readonly organizationId?: string
  readonly signals: SignalsJSON
}

/**
 * The owner of the passkey has signed in, exactly once for this ceremony; the use is recorded.
 *
 * @throws {PasskeyError} `ceremony_invalid`, `ceremony_expired`, `ceremony_spent`; the code of the first check of
 *   `verifyAssertion` that does not hold; `second_opinion_differs`; `credential_not_found`, `credential_not_allowed`, `user_handle_missing`;
 *   `account_locked`, `forbidden`, `passkeys_off`, `authenticator_not_allowed`, `attestation_not_trusted`; `sign_count_regression`, `backup_eligibility_changed` where the
 *   policy refuses those; `account_changed`; `storage_unavailable`. Whatever is thrown, nobody has signed in and,
 *   but for a suspension that the policy orders, nothing has changed. What is refused once the signature has held is
 *   told as `sign_in.failed`, with the code.
 */
export async function finishSignIn(context: Context, input: SignInFinishInput): Promise<SignIn> {
  const ceremony = await context.envelopes.open('sign-in', input.ceremony, input.binding)
  return context.refusedFinishes.run(ceremony, () => finishOpened(context, ceremony, input))
}

async function finishOpened(context: Context, ceremony: SignInCeremony, input: SignInFinishInput): Promise<SignIn> {
  const proven = await context.refusalCounts.run(input.clientAddress, () => prove(context, ceremony, input.response))
  return withFailureEvent(context, { ceremony, passkey: proven.found.passkey }, () => admit(context, proven))
}

/** The passkey that the answer names, once its signature is verified. */
async function prove(context: Context, ceremony: SignInCeremony, response: unknown): Promise<Proven> {
  const answer = await readAssertion(response, expectedOf(ceremony, context.settings))
  const found = await findPasskey(context, ceremony, answer)
  const proof = { answer, response, credential: toStoredCredential(found.passkey) }
  const assertion = await context.proofs.assertion(proof)
  return { ceremony, found, assertion, attachment: answer.response.attachment }
}

/** The signature holds; whether the owner may come in now is judged here. */
async function admit(context: Context, proven: Proven): Promise<SignIn> {
  const { ceremony, found, assertion } = proven
  checkActive(found.passkey)
  const organizationId = organizationOf(found.passkey, ceremony)
  await confirmSignedUp(context.settings, found.passkey)
  await checkMaySignIn(context.settings, found.passkey.userId)
  const organizations = await organizationsOf(context.settings, found.passkey.userId)
  checkMember(organizations, organizationId)
  checkNotSuspended(found.passkey, organizationId === undefined ? organizations : [organizationId])
  const policy = await context.policies.forMember({ organizations, organizationId })
  checkAge(ceremony, policy, context.settings.now())
  const today = await trustToday(context, policy)
  const attestation = await judgeAttestationLater(context, policy, found.passkey)
  const passkey = today({ ...found.passkey, ...(attestation && { attestation }) })
  checkPolicy(policy, ceremony, { passkey, assertion })
  const used = await recordUse(context, { ...proven, policy, organizationId, attestation })
  return describe(context, { ...proven, policy, organizationId, found: { ...found, passkey }, used })
}

/** A bound passkey signs in at its organization, whether or not that one was named. */
function organizationOf({ boundTo }: PasskeyRecord, ceremony: SignInCeremony): string | undefined {
  const organizationId = ceremony.organizationId ?? boundTo
  if (boundTo !== undefined && organizationId !== boundTo) throw new PasskeyError('forbidden')
  return organizationId
}

/** Where no organization is named it takes all of the user's to refuse the passkey, as no single one rules the others. */
function checkNotSuspended(passkey: PasskeyRecord, organizations: readonly string[]): void {
  const isRefused = organizations.length > 0 && organizations.every((id) => statusAt(passkey, id) === 'suspended')
  if (isRefused) throw new PasskeyError('credential_not_allowed')
}

function expectedOf(ceremony: SignInCeremony, { relyingParty, ceremonyOrigins, appId }: Settings): ExpectedAssertion {
  return {
    challenge: ceremony.challenge,
    origins: ceremonyOrigins,
    rpId: relyingParty.id,
    userVerification: ceremony.userVerification,
    // Requested with a list only.
    ...(appId !== undefined && ceremony.ownerDigest !== undefined ? { appId } : {}),
  }
}

function checkActive({ status }: PasskeyRecord): void {
  if (status !== 'active') throw new PasskeyError('credential_not_allowed')
}

/** The first sign-in makes up for a confirmation that got lost when the user signed up. */
async function confirmSignedUp({ host }: Settings, { source, signInCount, userId }: PasskeyRecord): Promise<void> {
  if (source === 'sign-up' && signInCount === 0) await host.confirmUser?.({ userId })
}

async function checkMaySignIn({ host }: Settings, userId: string): Promise<void> {
  if (host.maySignIn && (await host.maySignIn({ userId })) !== true) throw new PasskeyError('account_locked')
}

/** What was asked was checked with the signature; what holds today is checked here. Both must be met. */
function checkPolicy(
  policy: EffectivePolicy,
  ceremony: SignInCeremony,
  { passkey, assertion }: { readonly passkey: PasskeyRecord; readonly assertion: Assertion },
): void {
  checkMode(policy)
  checkFirstFactor(policy)
  const usernameless = ceremony.ownerDigest === undefined
  if (usernameless ? policy.flow === 'classic' : policy.flow === 'smart') throw new PasskeyError('forbidden')
  if (passkey.discoverable === false && !looksUpNames(policy)) throw new PasskeyError('credential_not_allowed')
  checkUserVerification(assertion, policy.userVerification.signIn)
  if (policy.authenticators.at === 'enroll-and-sign-in') {
    checkAuthenticator(policy, { ...passkey, backupEligible: assertion.backupEligible })
  }
}

interface Signed {
  readonly ceremony: SignInCeremony
  readonly found: PasskeyWithAccount
  readonly assertion: Verified<Assertion>
  readonly policy: EffectivePolicy
  /** Where the user signs in. */
  readonly organizationId: string | undefined
  readonly attachment: AuthenticatorAttachment | undefined
}

type Proven = Omit<Signed, 'policy' | 'organizationId'>

function describe({ settings }: Context, signed: Signed & { readonly used: PasskeyRecord }): SignIn {
  const { found, used, assertion, policy, organizationId, attachment } = signed
  return {
    kind: 'sign-in',
    userId: used.userId,
    passkey: passkeyJson(used, settings),
    assurance: assess(assertion, found.passkey, policy),
    ...(attachment === undefined ? {} : { attachment }),
    ...(organizationId === undefined ? {} : { organizationId }),
    signals: { rpId: settings.relyingParty.id },
  }
}

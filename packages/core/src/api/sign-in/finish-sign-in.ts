import type { AuthenticatorAttachment, PasskeyJSON, SignalsJSON } from '@latchkey/wire'
import { type AdmissionFacts, admitPasskey } from '../../assertion/admit-passkey.js'
import { type Proven, proveAnswer } from '../../assertion/prove-answer.js'
import { withFailureEvent } from '../../assertion/with-failure-event.js'
import { type Assurance, assess } from '../../assurance/assess.js'
import type { Binding, SignInCeremony } from '../../ceremony/ceremony.js'
import type { Context } from '../../context/context.js'
import { PasskeyError } from '../../errors.js'
import { passkeyJson } from '../../passkey/passkey-json.js'
import { checkFirstFactor, checkMode, looksUpNames } from '../../policy/policy-checks.js'
import { checkUserVerification } from '../../webauthn/verify/check-user-verification.js'

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
  const { response, clientAddress } = input
  const proven = await context.refusalCounts.run(clientAddress, () => proveAnswer(context, ceremony, response))
  return withFailureEvent(context, { ceremony, passkey: proven.found.passkey }, () => admit(context, proven))
}

/** The signature holds; whether the owner may sign in now is judged here. */
async function admit(context: Context, proven: Proven): Promise<SignIn> {
  const { settings } = context
  const { policy, passkey, assertion, organizationId, used } = await admitPasskey(context, proven, {
    purpose: 'sign-in',
    policyOf: 'organization',
    check: (facts) => checkPolicy(proven.ceremony, facts),
  })
  return {
    kind: 'sign-in',
    userId: used.userId,
    passkey: passkeyJson(used, settings),
    assurance: assess(assertion, passkey, policy),
    ...(proven.attachment === undefined ? {} : { attachment: proven.attachment }),
    ...(organizationId === undefined ? {} : { organizationId }),
    signals: { rpId: settings.relyingParty.id },
  }
}

/** What was requested was checked with the signature; the policy of today is checked here. Both must be met. */
function checkPolicy(ceremony: SignInCeremony, { policy, passkey, assertion }: AdmissionFacts): void {
  checkMode(policy)
  checkFirstFactor(policy)
  const usernameless = ceremony.ownerDigest === undefined
  if (usernameless ? policy.flow === 'classic' : policy.flow === 'smart') throw new PasskeyError('forbidden')
  if (passkey.discoverable === false && !looksUpNames(policy)) throw new PasskeyError('credential_not_allowed')
  checkUserVerification(assertion, policy.userVerification.signIn)
}

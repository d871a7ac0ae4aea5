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
  /** The result of `credential.toJSON()`, unchanged. */
  readonly response: unknown
  readonly binding: Binding
  /** The address of the request. Only the number of addresses is stored, with refusals before a signature. */
  readonly clientAddress?: string | undefined
}

/** A user has signed in: your app makes its session. */
export interface SignIn {
  readonly kind: 'sign-in'
  readonly userId: string
  readonly passkey: PasskeyJSON
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

/** The owner of the passkey has signed in, exactly once for this ceremony, and the use is recorded. See `Passkeys`. */
export async function finishSignIn(context: Context, input: SignInFinishInput): Promise<SignIn> {
  const ceremony = await context.envelopes.open('sign-in', input.ceremony, input.binding)
  return context.refusedFinishes.run(ceremony, () => finishOpened(context, ceremony, input))
}

async function finishOpened(context: Context, ceremony: SignInCeremony, input: SignInFinishInput): Promise<SignIn> {
  const { response, clientAddress } = input
  const proven = await context.refusalCounts.run(clientAddress, () => proveAnswer(context, ceremony, response))
  return withFailureEvent(context, { purpose: 'sign-in', ceremony, passkey: proven.found.passkey }, () =>
    admit(context, proven),
  )
}

/** The signature is verified; this checks whether the owner may sign in now. */
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

/** What was requested was checked with the signature; this checks today's policy. Both must be met. */
function checkPolicy(ceremony: SignInCeremony, { policy, passkey, assertion }: AdmissionFacts): void {
  checkMode(policy)
  checkFirstFactor(policy)
  const usernameless = ceremony.ownerDigest === undefined
  if (usernameless ? policy.flow === 'classic' : policy.flow === 'smart') throw new PasskeyError('forbidden')
  if (passkey.discoverable === false && !looksUpNames(policy)) throw new PasskeyError('credential_not_allowed')
  checkUserVerification(assertion, policy.userVerification.signIn)
}

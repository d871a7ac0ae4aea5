import type { EventRecord, PasskeyRecord } from '@latchkey/storage'
import type { AuthenticatorAttachment, PasskeyJSON, SignalsJSON } from '@latchkey/wire'
import { type Assurance, assess } from '../../assurance/assess.js'
import type { Binding, SignUpCeremony } from '../../ceremony/ceremony.js'
import type { Settings } from '../../config/settings.js'
import type { Context } from '../../context/context.js'
import { checkMaySignUp, policyForSignUp } from '../../context/may-sign-up.js'
import { createEvent, type EventContext, referenceTo } from '../../events/create-event.js'
import { parseProfile } from '../../host/profile.js'
import { defaultName, parseGivenName } from '../../passkey/name-passkey.js'
import { passkeyJson } from '../../passkey/passkey-json.js'
import type { EffectivePolicy } from '../../policy/effective-policy.js'
import { checkRegistration } from '../../registration/check-registration.js'
import type { NewPasskey } from '../../registration/register-passkey.js'
import { withForgetSignals } from '../../registration/with-forget-signals.js'
import { assertIdentifiersFree } from './begin-sign-up.js'
import { createUser } from './create-user.js'

/** What `signUp.finish` takes. */
export interface SignUpFinishInput {
  readonly ceremony: string
  /** What `credential.toJSON()` gave, as it came. */
  readonly response: unknown
  /** Of the passkey, 1 to 100 characters; left out, it is named after its maker. */
  readonly name?: string | undefined
  readonly binding: Binding
}

/** A new user has signed up, with a passkey, and has thereby signed in: the host makes its session. */
export interface SignUp {
  readonly kind: 'sign-up'
  readonly userId: string
  readonly passkey: PasskeyJSON
  readonly assurance: Assurance
  /** Whether the passkey is on this device or another one, as the browser says; goes into the session's method. */
  readonly attachment?: AuthenticatorAttachment
  /** As it was named at begin; only `host.createUser` knows whether the user belongs to it. */
  readonly organizationId?: string
  readonly signals: SignalsJSON
}

/**
 * User and passkey are there, exactly once for this ceremony.
 *
 * @throws {PasskeyError} `ceremony_invalid`, `ceremony_expired`, `ceremony_spent`; the code of the first check of
 *   `verifyRegistration` that does not hold; `second_opinion_differs`; `authenticator_not_allowed`, `attestation_not_trusted`, `passkeys_off`,
 *   `forbidden`; `identifier_taken` and `malformed` with `issues`, also when that has changed since begin;
 *   `already_registered`, `account_changed`, `storage_unavailable`; what `host.createUser` rejects with. Whatever is
 *   thrown, there is neither a passkey without a user nor a user who can do anything; but after a failure of the
 *   storage or of `host.confirmUser` both may be there, and `signUp.reconcile` or the first sign-in says so. Where the
 *   passkey will never be kept the `signals` tell the browser to forget it.
 */
export async function finishSignUp(context: Context, input: SignUpFinishInput): Promise<SignUp> {
  const ceremony = await context.envelopes.open('sign-up', input.ceremony, input.binding)
  return context.refusedFinishes.run(ceremony, () => finishOpened(context, ceremony, input))
}

async function finishOpened(context: Context, ceremony: SignUpCeremony, input: SignUpFinishInput): Promise<SignUp> {
  const { settings, policies } = context
  const given = parseGivenName(input.name)
  const { userId, organizationId } = ceremony
  checkMaySignUp(settings, await policies.forStranger(organizationId))
  const { profile } = await parseProfile(ceremony.profile, settings.profile)
  const policy = await policyForSignUp(context, { profile, organizationId })
  const user = { userId, profile, ...(organizationId === undefined ? {} : { organizationId }) }
  const passkey = await withForgetSignals(context, input.response, async () => {
    const registration = await checkRegistration(context, { ceremony, policy, response: input.response })
    await assertIdentifiersFree(settings, user)
    const name = given ?? defaultName(registration.credential, [], settings)
    const added: NewPasskey = { ceremony, policy, registration, name, source: 'sign-up', tell: tellOfSignUp }
    return createUser(context, user, added)
  })
  return describe(settings, passkey, policy)
}

function tellOfSignUp(passkey: PasskeyRecord, occasion: EventContext): readonly EventRecord[] {
  return [createEvent('sign_up.completed', referenceTo(passkey), occasion)]
}

function describe(settings: Settings, passkey: PasskeyRecord, policy: EffectivePolicy): SignUp {
  const { userId, rpId, attachment, organizationId } = passkey
  return {
    kind: 'sign-up',
    userId,
    passkey: passkeyJson(passkey, settings),
    assurance: assess({ ...passkey, backupEligible: passkey.backupEligible === true }, passkey, policy),
    ...(attachment === undefined ? {} : { attachment }),
    ...(organizationId === undefined ? {} : { organizationId }),
    signals: { rpId },
  }
}

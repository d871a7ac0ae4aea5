import type { EventRecord, PasskeyRecord } from '@latchkey/storage'
import type { AuthenticatorAttachment, PasskeyJSON, SignalsJSON } from '@latchkey/wire'
import { type Assurance, assess } from '../../assurance/assess.js'
import type { Binding, SignUpCeremony } from '../../ceremony/ceremony.js'
import type { Settings } from '../../config/settings.js'
import type { Context } from '../../context/context.js'
import { checkMaySignUp, policyForSignUp } from '../../context/may-sign-up.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { PasskeyError } from '../../errors.js'
import { createEvent, type EventContext, referenceTo } from '../../events/create-event.js'
import { parseProfile } from '../../host/profile.js'
import { defaultName, parseGivenName } from '../../passkey/name-passkey.js'
import { passkeyJson } from '../../passkey/passkey-json.js'
import type { EffectivePolicy } from '../../policy/effective-policy.js'
import { checkRegistration } from '../../registration/check-registration.js'
import { assertIdentifiersFree, createUser } from '../../registration/new-user.js'
import type { NewPasskey } from '../../registration/register-passkey.js'
import { withForgetSignals } from '../../registration/with-forget-signals.js'

/** What `signUp.finish` takes. */
export interface SignUpFinishInput extends RelyingPartyInput {
  readonly ceremony: string
  /** The result of `credential.toJSON()`, unchanged. */
  readonly response: unknown
  /**
   * The name of the passkey, 1 to 100 characters.
   *
   * @default the name of its provider
   */
  readonly name?: string | undefined
  /**
   * The profile, if the begin was given none.
   *
   * @default that of the begin
   */
  readonly profile?: unknown
  /**
   * The address of the request. If the profile is given here, `limits.nativeSignUpBegin` counts it once more: this
   * finish says whether an identifier is taken.
   *
   * @default not counted
   */
  readonly clientAddress?: string | undefined
  readonly binding: Binding
}

/** A new user has signed up with a passkey, and has thereby signed in: your app makes its session. */
export interface SignUp {
  readonly kind: 'sign-up'
  readonly userId: string
  readonly passkey: PasskeyJSON
  readonly assurance: Assurance
  /**
   * Whether the passkey is on this device or another one, as the browser reports it. Store it in the session's
   * method.
   */
  readonly attachment?: AuthenticatorAttachment
  /** As it was named at begin. Only `host.createUser` knows whether the user belongs to it. */
  readonly organizationId?: string
  readonly signals: SignalsJSON
}

/** The user and the passkey exist, exactly once for this ceremony. See `Passkeys`. */
export async function finishSignUp(context: Context, input: SignUpFinishInput): Promise<SignUp> {
  const ceremony = await context.envelopes.open('sign-up', input.ceremony, input.binding)
  return context.refusedFinishes.run(ceremony, () => finishOpened(context, ceremony, input))
}

async function finishOpened(context: Context, ceremony: SignUpCeremony, input: SignUpFinishInput): Promise<SignUp> {
  const { settings, policies } = context
  const given = parseGivenName(input.name)
  const { userId, organizationId } = ceremony
  checkMaySignUp(settings, await policies.forStranger(organizationId))
  const { profile } = await parseProfile(await profileOf(context, ceremony, input), settings.profile)
  const policy = await policyForSignUp(context, { profile, organizationId })
  const user = { userId, profile, ...(organizationId === undefined ? {} : { organizationId }) }
  const passkey = await withForgetSignals(context, input.response, async () => {
    const registration = await checkRegistration(context, { ceremony, policy, response: input.response })
    await assertIdentifiersFree(settings, user)
    const name = given ?? (await defaultName(registration.credential, [], settings))
    const added: NewPasskey = { ceremony, policy, registration, name, source: 'sign-up', tell: tellOfSignUp }
    return createUser(context, user, added)
  })
  return describe(settings, passkey, policy)
}

/** The profile of the ceremony, or the one that it has left out. */
async function profileOf(
  { addressLimits }: Context,
  { profile }: SignUpCeremony,
  given: Pick<SignUpFinishInput, 'profile' | 'clientAddress'>,
): Promise<unknown> {
  const added = given.profile ?? undefined
  if (profile === undefined) {
    await addressLimits.count('nativeSignUpBegin', given.clientAddress)
    return added
  }
  if (added !== undefined) {
    throw new PasskeyError('malformed', { issues: [{ path: 'profile', message: 'was given at begin; leave it out' }] })
  }
  return profile
}

function tellOfSignUp(passkey: PasskeyRecord, occasion: EventContext): readonly EventRecord[] {
  return [createEvent('sign_up.completed', referenceTo(passkey), occasion)]
}

async function describe(settings: Settings, passkey: PasskeyRecord, policy: EffectivePolicy): Promise<SignUp> {
  const { userId, rpId, attachment, organizationId } = passkey
  return {
    kind: 'sign-up',
    userId,
    passkey: await passkeyJson(passkey, settings),
    assurance: assess({ ...passkey, backupEligible: passkey.backupEligible === true }, passkey, policy),
    ...(attachment === undefined ? {} : { attachment }),
    ...(organizationId === undefined ? {} : { organizationId }),
    signals: { rpId },
  }
}

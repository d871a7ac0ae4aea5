import type { EventRecord, PasskeyRecord } from '@latchkey/storage'
import type { AuthenticatorAttachment, PasskeyJSON, SignalsJSON } from '@latchkey/wire'
import { type Assurance, assess } from '../../assurance/assess.js'
import type { Binding, SignUpCeremony } from '../../ceremony/ceremony.js'
import type { Settings } from '../../config/settings.js'
import type { Context } from '../../context/context.js'
import { checkMaySignUp, policyForSignUp } from '../../context/may-sign-up.js'
import { PasskeyError } from '../../errors.js'
import { createEvent, type EventContext, referenceTo } from '../../events/create-event.js'
import type { NewUser } from '../../host/host.js'
import { parseProfile } from '../../host/profile.js'
import { defaultName, parseGivenName } from '../../passkey/name-passkey.js'
import { passkeyJson } from '../../passkey/passkey-json.js'
import type { EffectivePolicy } from '../../policy/effective-policy.js'
import { checkRegistration } from '../../registration/check-registration.js'
import { type NewPasskey, registerPasskey } from '../../registration/register-passkey.js'
import { withForgetSignals } from '../../registration/with-forget-signals.js'
import { assertIdentifiersFree } from './begin-sign-up.js'
import { reconcileSignUp } from './reconcile-sign-up.js'

/** What `signUp.finish` takes. */
export interface SignUpFinishInput {
  readonly ceremony: string
  /** The result of `credential.toJSON()`, unchanged. */
  readonly response: unknown
  /** The name of the passkey, 1 to 100 characters. Default: the name of its provider. */
  readonly name?: string | undefined
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
  const { profile } = await parseProfile(ceremony.profile, settings.profile)
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

/**
 * User and passkey are created together or not at all: in one transaction, or, if your app has a `confirmUser`, by a
 * pending user who is confirmed with the passkey.
 *
 * @throws {PasskeyError} what `registerPasskey` throws; `identifier_taken`, also when a unique index of your app has
 *   decided; what your app rejects with.
 */
async function createUser(context: Context, user: NewUser, added: NewPasskey): Promise<PasskeyRecord> {
  const keep = context.settings.host.confirmUser ? createInSteps : createInTransaction
  return keep(context, user, added)
}

function createInTransaction(context: Context, user: NewUser, added: NewPasskey): Promise<PasskeyRecord> {
  const { settings } = context
  const createUser = async (transaction: unknown) => settings.host.createUser?.(user, transaction)
  return orIdentifierTaken(settings, user, () => registerPasskey(context, { ...added, createUser }))
}

/** Whichever step is the last to complete, what is stored then decides about the user. */
async function createInSteps(context: Context, user: NewUser, added: NewPasskey): Promise<PasskeyRecord> {
  const { settings } = context
  const { userId } = user
  await assertAddable(context, added)
  await orIdentifierTaken(settings, user, async () => settings.host.createUser?.(user))
  try {
    const passkey = await registerPasskey(context, added)
    await settings.host.confirmUser?.({ userId })
    return passkey
  } catch (error) {
    // If this fails, a later call settles it; the error to report is the first one.
    await reconcileSignUp(context, { userId }).catch(() => undefined)
    throw error
  }
}

/**
 * Refuses before a user is created what the store would refuse: a sign-up that is sent repeatedly creates no user.
 *
 * @throws {PasskeyError} `ceremony_spent`, `account_changed`, `already_registered`
 */
async function assertAddable(
  { settings, store, decoys }: Context,
  { ceremony, registration }: NewPasskey,
): Promise<void> {
  const { id: rpId } = settings.relyingParty
  const { id } = registration.credential
  // Read before the spent ids: the same call stores both, so an account of this very ceremony is never taken for
  // another's.
  const { account } = await store.passkeys.listByUser(rpId, ceremony.userId)
  if (await store.passkeys.isSpent(ceremony.id)) throw new PasskeyError('ceremony_spent')
  if (account) throw new PasskeyError('account_changed')
  const [found, isDecoy] = await Promise.all([store.passkeys.find(rpId, id), decoys.isDecoy(id)])
  if (found || isDecoy) throw new PasskeyError('already_registered')
}

/**
 * Your app need not know Latchkey's codes: if the creation failed and another user now has an identifier, it was
 * taken.
 */
async function orIdentifierTaken<Made>(settings: Settings, user: NewUser, make: () => Promise<Made>): Promise<Made> {
  try {
    return await make()
  } catch (cause) {
    if (!(cause instanceof PasskeyError)) await assertIdentifiersFree(settings, user, { cause })
    throw cause
  }
}

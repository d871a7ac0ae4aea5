import type { AddOutcome, PasskeyRecord } from '@latchkey/storage'
import type { PasskeyErrorCode, PasskeyJSON, SignalsJSON } from '@latchkey/wire'
import type { Binding } from '../ceremony/binding.js'
import type { EnrollCeremony } from '../ceremony/ceremony.js'
import type { Session } from '../config/host.js'
import type { RelyingParty } from '../config/relying-party.js'
import type { Deployment } from '../deployment/deployment.js'
import { userOccasion } from '../deployment/user-occasion.js'
import { PasskeyError } from '../errors.js'
import { createEvent, type EventOccasion } from '../events/create-event.js'
import { checkAuthenticator } from '../passkey/check-authenticator.js'
import { defaultName, parseName } from '../passkey/name-passkey.js'
import { showPasskey } from '../passkey/show-passkey.js'
import { checkMode } from '../policy/check-mode.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { mustBeDiscoverable } from '../policy/must-be-discoverable.js'
import { checkSession } from '../session/check-session.js'
import { checkUserVerification } from '../verify/check-user-verification.js'
import { demandVerified, type Verified } from '../verify/verified.js'
import { type ExpectedRegistration, type Registration, verifyRegistration } from '../verify/verify-registration.js'

export interface EnrollFinishInput {
  readonly ceremony: string
  /** What `credential.toJSON()` gave, as it came. */
  readonly response: unknown
  /** Who is signed in now; must be who began. */
  readonly session?: Session | null | undefined
  /** 1 to 100 characters; left out, it is named after its maker. */
  readonly name?: string | undefined
  readonly binding: Binding
}

export interface Enrolled {
  readonly passkey: PasskeyJSON
  readonly signals: SignalsJSON
}

/**
 * The passkey is the user's, exactly once for this ceremony, and the user has no more than the limit.
 *
 * @throws {PasskeyError} `ceremony_invalid`, `ceremony_expired`, `ceremony_spent`; `not_signed_in`; `forbidden` when
 *   somebody else is signed in than began; the code of the first check of `verifyRegistration` that does not hold;
 *   `authenticator_not_allowed`, `attestation_not_trusted`, `passkeys_off`, `limit_reached`, `already_registered`, `account_changed`, `malformed` for a name that is none;
 *   `storage_unavailable`. Whatever is thrown, no passkey was added; after `limit_reached` and
 *   `account_changed` the `signals` tell the browser to forget it.
 */
export async function finishEnroll(deployment: Deployment, input: EnrollFinishInput): Promise<Enrolled> {
  const { settings, store, policies, envelopes } = deployment
  const ceremony = await envelopes.open('enroll', input.ceremony, input.binding)
  checkSession(input.session)
  if (input.session.userId !== ceremony.userId) throw new PasskeyError('forbidden')
  const given = input.name === undefined ? undefined : parseName(input.name)
  const policy = await policies.forUser(ceremony.userId, ceremony.organizationId)
  checkMode(policy)
  const expected = expectedOf(ceremony, policy, settings.relyingParty)
  const registration = await verifyRegistration({ response: input.response, expected })
  checkPolicy(policy, ceremony, registration)
  await refuseDecoy(deployment, registration)
  const { passkeys } = await store.passkeys.listByUser(settings.relyingParty.id, ceremony.userId)
  const taken = passkeys.map(({ name }) => name)
  const name = given ?? defaultName(registration.credential, taken)
  const passkey = await add(deployment, { ceremony, policy, registration, name })
  return { passkey: showPasskey(passkey), signals: { rpId: passkey.rpId } }
}

/** An id that we made up for nobody is taken, like one that somebody has: who tries it learns nothing. */
async function refuseDecoy({ decoys }: Deployment, { credential }: Registration): Promise<void> {
  if (await decoys.isDecoy(credential.id)) throw new PasskeyError(refusals.duplicate)
}

/** What was offered, and of that only what the policy still offers. */
function expectedOf(
  ceremony: EnrollCeremony,
  policy: EffectivePolicy,
  relyingParty: RelyingParty,
): ExpectedRegistration {
  return {
    challenge: ceremony.challenge,
    origins: relyingParty.origins,
    rpId: relyingParty.id,
    userVerification: ceremony.userVerification,
    algorithms: ceremony.algorithms.filter((algorithm) => policy.algorithms.includes(algorithm)),
  }
}

/** What was asked and what holds today: both must be met. */
function checkPolicy(
  policy: EffectivePolicy,
  { discoverable, attachment }: EnrollCeremony,
  { credential, attestation }: Registration,
): void {
  checkUserVerification(credential, policy.userVerification.enroll)
  checkAuthenticator(policy, { ...credential, attestation })
  const wanted = [attachment ?? 'any', policy.attachment]
  const isElsewhere = wanted.some((where) => where !== 'any' && where !== (credential.attachment ?? where))
  const isHidden = credential.discoverable === false && (discoverable || mustBeDiscoverable(policy))
  if (isElsewhere || isHidden) throw new PasskeyError('authenticator_not_allowed')
}

interface NewPasskey {
  readonly ceremony: EnrollCeremony
  readonly policy: EffectivePolicy
  readonly registration: Verified<Registration>
  readonly name: string
}

/** What the store's refusals are called. */
const refusals = {
  duplicate: 'already_registered',
  limit_reached: 'limit_reached',
  already_spent: 'ceremony_spent',
  account_changed: 'account_changed',
} as const satisfies Record<Exclude<AddOutcome, 'added'>, PasskeyErrorCode>

async function add(deployment: Deployment, added: NewPasskey): Promise<PasskeyRecord> {
  const { store } = deployment
  const { ceremony, policy } = added
  const occasion = userOccasion(deployment, ceremony)
  const passkey = toRecord(added, occasion)
  const reference = { passkeyId: passkey.id, passkeyName: passkey.name }
  const outcome = await store.passkeys.add(passkey, {
    spend: [{ id: ceremony.id, expiresAt: ceremony.expiresAt }],
    limit: policy.limit,
    accountVersion: ceremony.accountVersion,
    events: [createEvent('passkey.added', { ...reference, source: passkey.source }, occasion)],
  })
  if (outcome === 'added') return passkey
  if (outcome === 'limit_reached') {
    await store.events.append([createEvent('passkey.limit_reached', { limit: policy.limit }, occasion)])
  }
  throw new PasskeyError(refusals[outcome], forgetting(passkey, outcome))
}

function toRecord({ ceremony, registration, name }: NewPasskey, { at, rpId }: EventOccasion): PasskeyRecord {
  demandVerified(registration)
  return {
    ...registration.credential,
    rpId,
    userId: ceremony.userId,
    userHandle: ceremony.userHandle,
    signInCount: 0,
    name,
    attestation: registration.attestation,
    status: 'active',
    source: 'self',
    createdAt: at,
    ...(ceremony.organizationId === undefined ? {} : { organizationId: ceremony.organizationId }),
  }
}

/** The authenticator has made a passkey that nobody will have here; unless it is known, and somebody does have it. */
function forgetting({ rpId, id }: PasskeyRecord, outcome: AddOutcome): { signals?: SignalsJSON } {
  const mayBeKnown = outcome === 'duplicate' || outcome === 'already_spent'
  return mayBeKnown ? {} : { signals: { rpId, unknownCredentialId: id } }
}

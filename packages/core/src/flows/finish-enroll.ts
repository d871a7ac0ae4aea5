import type { PasskeyJSON, SignalsJSON } from '@latchkey/wire'
import type { Binding } from '../ceremony/binding.js'
import type { Session } from '../config/host.js'
import type { Deployment } from '../deployment/deployment.js'
import { policyForSession } from '../deployment/policy-for-session.js'
import { PasskeyError } from '../errors.js'
import { defaultName, parseName } from '../passkey/name-passkey.js'
import { showPasskey } from '../passkey/show-passkey.js'
import { checkMode } from '../policy/check-mode.js'
import { checkSession } from '../session/check-session.js'
import { keepPasskey } from './keep-passkey.js'
import { provePasskey } from './prove-passkey.js'

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
 *   somebody else is signed in than began, or in another organisation; the code of the first check of
 *   `verifyRegistration` that does not hold; `second_opinion_differs`;
 *   `authenticator_not_allowed`, `attestation_not_trusted`, `passkeys_off`, `limit_reached`, `already_registered`, `account_changed`, `malformed` for a name that is none;
 *   `storage_unavailable`. Whatever is thrown, no passkey was added; after `limit_reached` and
 *   `account_changed` the `signals` tell the browser to forget it.
 */
export async function finishEnroll(deployment: Deployment, input: EnrollFinishInput): Promise<Enrolled> {
  const { settings, store, envelopes } = deployment
  const ceremony = await envelopes.open('enroll', input.ceremony, input.binding)
  checkSession(input.session)
  if (input.session.userId !== ceremony.userId) throw new PasskeyError('forbidden')
  const given = input.name === undefined ? undefined : parseName(input.name)
  const { policy } = await policyForSession(deployment, input.session, ceremony.organizationId)
  checkMode(policy)
  const registration = await provePasskey(deployment, { ceremony, policy, response: input.response })
  const { passkeys } = await store.passkeys.listByUser(settings.relyingParty.id, ceremony.userId)
  const taken = passkeys.map(({ name }) => name)
  const name = given ?? defaultName(registration.credential, taken, settings)
  const passkey = await keepPasskey(deployment, { ceremony, policy, registration, name, source: 'self' })
  return { passkey: showPasskey(passkey, settings), signals: { rpId: passkey.rpId } }
}

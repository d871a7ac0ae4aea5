import type { AuthenticatorAttachment, PasskeyJSON, SignalsJSON } from '@latchkey/wire'
import { type Assurance, assess } from '../assurance/assess.js'
import type { OwnCeremony, OwnPurpose } from '../ceremony/ceremony.js'
import type { Context } from '../context/context.js'
import { policyForSession } from '../context/policy-for-session.js'
import { PasskeyError } from '../errors.js'
import type { Session } from '../host/host.js'
import { passkeyJson } from '../passkey/passkey-json.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { checkMode } from '../policy/policy-checks.js'
import { boundOrganization } from '../session/session.js'
import type { AuthenticationResponse } from '../webauthn/parse/authentication-response.js'
import { checkUserVerification } from '../webauthn/verify/check-user-verification.js'
import { type AdmissionFacts, type Admitted, admitPasskey } from './admit-passkey.js'
import { type Proven, proveAnswer } from './prove-answer.js'
import { withFailureEvent } from './with-failure-event.js'

export interface OwnAnswer {
  readonly purpose: OwnPurpose
  readonly ceremony: OwnCeremony
  readonly session: Session
  readonly response: unknown
  readonly clientAddress?: string | undefined
  /** Whether a passkey that is bound to an organization may be used where none is named. */
  readonly mayBind: boolean
  /** @throws {PasskeyError} if today's policy does not allow this. */
  check?(policy: EffectivePolicy): void
}

/** The user has responded with an own passkey, and the use is recorded. */
export interface OwnFinished extends Admitted {
  readonly attachment: AuthenticatorAttachment | undefined
  /** Its signature is verified. */
  readonly response: AuthenticationResponse
}

/**
 * The session's user has responded with one of the user's own passkeys, exactly once for this ceremony.
 *
 * @throws {PasskeyError} `forbidden` for the session of another user or organization than at begin; what
 *   `proveAnswer` and `admitPasskey` throw.
 */
export async function finishOwn(context: Context, answer: OwnAnswer): Promise<OwnFinished> {
  const { ceremony, session, response, clientAddress } = answer
  await checkSameSession(context, ceremony, session)
  const proven = await context.refusalCounts.run(clientAddress, () => proveAnswer(context, ceremony, response))
  const { passkey } = proven.found
  const admitted = await withFailureEvent(context, { ceremony, passkey }, () => admit(context, proven, answer))
  return { ...admitted, attachment: proven.attachment, response: proven.response }
}

function admit(context: Context, proven: Proven, answer: OwnAnswer): Promise<Admitted> {
  const { purpose, ceremony, session } = answer
  return admitPasskey(context, proven, {
    purpose,
    policyOf: { session: session.organizationId },
    check({ policy, passkey, assertion }: AdmissionFacts) {
      checkMode(policy)
      answer.check?.(policy)
      const isElsewhere = passkey.boundTo !== undefined && ceremony.organizationId === undefined
      if (isElsewhere && !answer.mayBind) throw new PasskeyError('forbidden')
      checkUserVerification(assertion, purpose === 'second-factor' ? policy.userVerification.signIn : 'required')
    },
  })
}

async function checkSameSession(context: Context, ceremony: OwnCeremony, session: Session): Promise<void> {
  const { settings, store } = context
  if (session.userId !== ceremony.userId) throw new PasskeyError('forbidden')
  const { passkeys } = await store.passkeys.listByUser(settings.relyingParty.id, session.userId)
  const boundTo = boundOrganization(session, passkeys)
  if (boundTo !== undefined && boundTo !== ceremony.organizationId) throw new PasskeyError('forbidden')
  await policyForSession(context, session, ceremony.organizationId)
}

/** The members that the results of these ceremonies share. */
export interface OwnResult {
  readonly userId: string
  readonly passkey: PasskeyJSON
  /** The assurance of the passkey alone. */
  readonly assurance: Assurance
  /** Whether the passkey was on this device or another one, as the browser reports it. */
  readonly attachment?: AuthenticatorAttachment
  readonly organizationId?: string
  readonly signals: SignalsJSON
}

export function describeOwn({ settings }: Context, finished: OwnFinished): OwnResult {
  const { used, passkey, assertion, policy, attachment, organizationId } = finished
  return {
    userId: used.userId,
    passkey: passkeyJson(used, settings),
    assurance: assess(assertion, passkey, policy),
    ...(attachment === undefined ? {} : { attachment }),
    ...(organizationId === undefined ? {} : { organizationId }),
    signals: { rpId: settings.relyingParty.id },
  }
}

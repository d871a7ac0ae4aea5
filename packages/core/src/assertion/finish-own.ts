import type { AuthenticatorAttachment, PasskeyJSON, SignalsJSON } from '@latchkey/wire'
import { type Assurance, assess } from '../assurance/assess.js'
import {
  assertionCeremonies,
  type Binding,
  type Ceremonies,
  type OwnCeremony,
  type OwnPurpose,
} from '../ceremony/ceremony.js'
import type { Context } from '../context/context.js'
import { policyForSession } from '../context/policy-for-session.js'
import { PasskeyError } from '../errors.js'
import type { Session } from '../host/host.js'
import { passkeyJson } from '../passkey/passkey-json.js'
import { boundOrganization } from '../session/session.js'
import type { AuthenticationResponse } from '../webauthn/parse/authentication-response.js'
import { checkUserVerification } from '../webauthn/verify/check-user-verification.js'
import { type AdmissionFacts, type Admitted, admitPasskey } from './admit-passkey.js'
import { checkOwnPolicy, checkSessionFor } from './own-rules.js'
import { type Proven, proveAnswer } from './prove-answer.js'
import { withFailureEvent } from './with-failure-event.js'

/** What the finish of a ceremony of a known user takes. */
export interface OwnCeremonyFinishInput {
  readonly ceremony: string
  /** The result of `credential.toJSON()`, unchanged. */
  readonly response: unknown
  /** The session of the user who began. */
  readonly session: Session | null
  readonly binding: Binding
  /** The address of the request. Only the number of addresses is stored, with refusals before a signature. */
  readonly clientAddress?: string | undefined
}

/** What the finish of each ceremony of a known user returns. */
export interface OwnCeremonyResult<Kind extends string = string> {
  readonly kind: Kind
  readonly userId: string
  readonly passkey: PasskeyJSON
  /** The assurance of the passkey alone. */
  readonly assurance: Assurance
  /** Whether the passkey was on this device or another one, as the browser reports it. */
  readonly attachment?: AuthenticatorAttachment
  readonly organizationId?: string
  readonly signals: SignalsJSON
}

/** The user has responded with an own passkey, and the use is recorded. */
export interface OwnFinished<Kind extends OwnPurpose> extends Admitted {
  readonly ceremony: Ceremonies[Kind]
  readonly session: Session
  /** What the finish returns. */
  readonly result: OwnCeremonyResult<Kind>
  /** Its signature is verified. */
  readonly response: AuthenticationResponse
}

/**
 * The session's user has responded with one of the user's own passkeys, exactly once for this ceremony. `check` refuses
 * what only this purpose can judge, before the response is read.
 *
 * @throws {PasskeyError} `forbidden` for the session of another user or organization than at begin; what opening the
 *   ceremony, `proveAnswer` and `admitPasskey` throw.
 */
export async function finishOwn<Kind extends OwnPurpose>(
  context: Context,
  purpose: Kind,
  input: OwnCeremonyFinishInput,
  check?: (ceremony: Ceremonies[Kind]) => Promise<void>,
): Promise<OwnFinished<Kind>> {
  const ceremony = await context.envelopes.open(purpose, input.ceremony, input.binding)
  return context.refusedFinishes.run(ceremony, async () => {
    const { session, response, clientAddress } = input
    checkSessionFor(purpose, session, context.settings.now())
    await check?.(ceremony)
    await checkSameSession(context, ceremony, session)
    const proven = await context.refusalCounts.run(clientAddress, () => proveAnswer(context, ceremony, response))
    const { passkey } = proven.found
    const admitted = await withFailureEvent(context, { purpose, ceremony, passkey }, () =>
      admit(context, proven, { purpose, ceremony, session }),
    )
    const result = describe(context, purpose, { ...admitted, attachment: proven.attachment })
    return { ...admitted, ceremony, session, result, response: proven.response }
  })
}

interface OwnAnswer {
  readonly purpose: OwnPurpose
  readonly ceremony: OwnCeremony
  readonly session: Session
}

function admit(context: Context, proven: Proven, { purpose, ceremony, session }: OwnAnswer): Promise<Admitted> {
  const { signsIn, userVerification } = assertionCeremonies[purpose]
  return admitPasskey(context, proven, {
    purpose,
    policyOf: { session: session.organizationId },
    check({ policy, passkey, assertion }: AdmissionFacts) {
      checkOwnPolicy(purpose, policy)
      const isElsewhere = passkey.boundTo !== undefined && ceremony.organizationId === undefined
      if (isElsewhere && !signsIn) throw new PasskeyError('forbidden')
      checkUserVerification(assertion, userVerification === 'required' ? 'required' : policy.userVerification.signIn)
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

function describe<Kind extends OwnPurpose>(
  { settings }: Context,
  kind: Kind,
  { used, passkey, assertion, policy, attachment, organizationId }: Admitted & Pick<Proven, 'attachment'>,
): OwnCeremonyResult<Kind> {
  return {
    kind,
    userId: used.userId,
    passkey: passkeyJson(used, settings),
    assurance: assess(assertion, passkey, policy),
    ...(attachment === undefined ? {} : { attachment }),
    ...(organizationId === undefined ? {} : { organizationId }),
    signals: { rpId: settings.relyingParty.id },
  }
}

import {
  assertionCeremonies,
  type Binding,
  type Ceremonies,
  type OwnCeremony,
  type OwnPurpose,
} from '../ceremony/ceremony.js'
import type { Context } from '../context/context.js'
import { policyForSession } from '../context/policy-reader.js'
import type { RelyingPartyInput } from '../context/relying-party-input.js'
import { PasskeyError } from '../errors.js'
import type { Session } from '../host/host.js'
import { boundOrganization } from '../session/session.js'
import { checkUserVerification } from '../webauthn/verify/check-user-verification.js'
import { type AssertionRules, type FinishedAssertion, finishAssertion } from './finish-assertion.js'
import { checkFirstFactor, checkOwnPolicy, checkSessionFor } from './own-rules.js'

/** What the finish of a ceremony of a known user takes. */
export interface OwnCeremonyFinishInput extends RelyingPartyInput {
  readonly ceremony: string
  /** The result of `credential.toJSON()`, unchanged. */
  readonly response: unknown
  /** The session of the user who began. */
  readonly session: Session | null
  readonly binding: Binding
  /**
   * The address of the request. Only the number of addresses is stored, with refusals before a signature.
   *
   * @default not counted
   */
  readonly clientAddress?: string | undefined
}

/** The user has responded with an own passkey, and the use is recorded. */
export interface OwnFinished<Kind extends OwnPurpose> extends FinishedAssertion<Kind> {
  readonly ceremony: Ceremonies[Kind]
  readonly session: Session
}

/**
 * The session's user has responded with one of the user's own passkeys, exactly once for this ceremony. `check` refuses
 * what only this purpose can judge, before the response is read.
 *
 * @throws {PasskeyError} `forbidden` for the session of another user or organization than at begin;
 *   `recent_authentication_required` for a first factor that was too old; what opening the
 *   ceremony and `finishAssertion` throw.
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
    const now = context.settings.now()
    checkSessionFor(purpose, session, now)
    checkFirstFactor(purpose, session, { begunAt: ceremony.issuedAt, now })
    await check?.(ceremony)
    await checkSameSession(context, ceremony, session)
    const rules = rulesFor(purpose, ceremony, session)
    return { ...(await finishAssertion(context, { ceremony, response, clientAddress }, rules)), ceremony, session }
  })
}

function rulesFor<Kind extends OwnPurpose>(
  purpose: Kind,
  ceremony: OwnCeremony,
  session: Session,
): AssertionRules<Kind> {
  const { signsIn, userVerification } = assertionCeremonies[purpose]
  return {
    purpose,
    policyOf: { session: session.organizationId },
    session,
    check({ policy, passkey, assertion }) {
      checkOwnPolicy(purpose, policy)
      const isElsewhere = passkey.boundTo !== undefined && ceremony.organizationId === undefined
      if (isElsewhere && !signsIn) throw new PasskeyError('forbidden')
      checkUserVerification(assertion, userVerification === 'required' ? 'required' : policy.userVerification.signIn)
    },
  }
}

async function checkSameSession(context: Context, ceremony: OwnCeremony, session: Session): Promise<void> {
  const { settings, store } = context
  if (session.userId !== ceremony.userId) throw new PasskeyError('forbidden')
  const { passkeys } = await store.passkeys.listByUser(settings.relyingParty.id, session.userId)
  const boundTo = boundOrganization(session, passkeys)
  if (boundTo !== undefined && boundTo !== ceremony.organizationId) throw new PasskeyError('forbidden')
  await policyForSession(context, session, ceremony.organizationId)
}

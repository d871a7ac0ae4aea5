import { describeOwn, finishOwn, type OwnResult } from '../../assertion/finish-own.js'
import { assessTogether } from '../../assurance/assess.js'
import type { Binding } from '../../ceremony/ceremony.js'
import type { Context } from '../../context/context.js'
import type { Session } from '../../host/host.js'
import { checkSecondFactor } from '../../policy/policy-checks.js'
import { checkPartialSession } from '../../session/session.js'

/** What `secondFactor.finish` takes. */
export interface SecondFactorFinishInput {
  readonly ceremony: string
  /** The result of `credential.toJSON()`, unchanged. */
  readonly response: unknown
  /** The session of the user who began, still partial. */
  readonly session: Session | null
  readonly binding: Binding
  /** The address of the request. Only the number of addresses is stored, with refusals before a signature. */
  readonly clientAddress?: string | undefined
}

/** The sign-in is complete: your app makes its session. `assurance` is of session and passkey together. */
export interface SecondFactor extends OwnResult {
  readonly kind: 'second-factor'
}

/** The user has used a passkey as the second factor. See `Passkeys`. */
export async function finishSecondFactor(context: Context, input: SecondFactorFinishInput): Promise<SecondFactor> {
  const ceremony = await context.envelopes.open('second-factor', input.ceremony, input.binding)
  return context.refusedFinishes.run(ceremony, async () => {
    const { session, response, clientAddress } = input
    checkPartialSession(session, context.settings.now())
    const finished = await finishOwn(context, {
      purpose: 'second-factor',
      ceremony,
      session,
      response,
      clientAddress,
      mayBind: true,
      check: checkSecondFactor,
    })
    const result = describeOwn(context, finished)
    const assurance = assessTogether(result.assurance, session, finished.policy)
    return { kind: 'second-factor', ...result, assurance }
  })
}

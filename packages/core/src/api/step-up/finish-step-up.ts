import { describeOwn, finishOwn, type OwnResult } from '../../assertion/finish-own.js'
import type { Binding } from '../../ceremony/ceremony.js'
import type { Context } from '../../context/context.js'
import type { Session } from '../../host/host.js'
import { checkOwnSession } from '../../session/session.js'

/** What `stepUp.finish` takes. */
export interface StepUpFinishInput {
  readonly ceremony: string
  /** The result of `credential.toJSON()`, unchanged. */
  readonly response: unknown
  /** The session of the user who began. */
  readonly session: Session | null
  readonly binding: Binding
  /** The address of the request. Only the number of addresses is stored, with refusals before a signature. */
  readonly clientAddress?: string | undefined
}

/** The signed-in user is present and verified. Makes no session: your app records it in the existing one. */
export interface StepUp extends OwnResult {
  readonly kind: 'step-up'
  /** Epoch milliseconds. */
  readonly at: number
  /** `at` and the `maxAge` of begin. After it, ask again. */
  readonly expiresAt: number
}

/** The signed-in user has proven presence again. See `Passkeys`. */
export async function finishStepUp(context: Context, input: StepUpFinishInput): Promise<StepUp> {
  const ceremony = await context.envelopes.open('step-up', input.ceremony, input.binding)
  return context.refusedFinishes.run(ceremony, async () => {
    const { session, response, clientAddress } = input
    checkOwnSession(session, context.settings.now())
    const answer = { purpose: 'step-up', ceremony, session, response, clientAddress, mayBind: false } as const
    const result = describeOwn(context, await finishOwn(context, answer))
    const at = result.passkey.lastUsedAt ?? context.settings.now()
    return { kind: 'step-up', ...result, at, expiresAt: at + ceremony.maxAge * 1000 }
  })
}

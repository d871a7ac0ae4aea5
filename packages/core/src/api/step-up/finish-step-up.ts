import type { AssertionResult } from '../../assertion/finish-assertion.js'
import { finishOwn, type OwnCeremonyFinishInput } from '../../assertion/finish-own.js'
import type { Context } from '../../context/context.js'

/** What `stepUp.finish` takes. */
export type StepUpFinishInput = OwnCeremonyFinishInput

/** The signed-in user is present and verified. Makes no session: your app records it in the existing one. */
export interface StepUp extends AssertionResult<'step-up'> {
  /** Epoch milliseconds. */
  readonly at: number
  /** `at` and the `maxAge` of begin. After it, ask again. */
  readonly expiresAt: number
}

/** The signed-in user has proven presence again. See `Passkeys`. */
export async function finishStepUp(context: Context, input: StepUpFinishInput): Promise<StepUp> {
  const { ceremony, result } = await finishOwn(context, 'step-up', input)
  const at = result.passkey.lastUsedAt ?? context.settings.now()
  return { ...result, at, expiresAt: at + ceremony.maxAge * 1000 }
}

import { type BegunOwnCeremony, beginOwn, type OwnCeremonyBeginInput, sealOwn } from '../../assertion/begin-own.js'
import type { AssertionResult } from '../../assertion/finish-assertion.js'
import { finishOwn, type OwnCeremonyFinishInput } from '../../assertion/finish-own.js'
import type { Context } from '../../context/context.js'

/** What `stepUp.begin` takes. */
export interface StepUpBeginInput extends OwnCeremonyBeginInput {
  /**
   * How long the result is valid, in seconds: 1 to 86400.
   *
   * @default 300
   */
  readonly maxAge?: number | undefined
}

/** What `stepUp.begin` returns: send `options` to the browser. */
export type BegunStepUp = BegunOwnCeremony

const defaultMaxAge = 300
const longestMaxAge = 86_400

/** Begins a step-up: writes nothing. See `Passkeys`. */
export async function beginStepUp(context: Context, input: StepUpBeginInput): Promise<BegunStepUp> {
  const { maxAge = defaultMaxAge } = input
  checkMaxAge(maxAge)
  const begun = await beginOwn(context, 'step-up', input)
  return sealOwn(context, 'step-up', { ...begun, ceremony: { ...begun.ceremony, maxAge } })
}

function checkMaxAge(maxAge: number): void {
  if (Number.isInteger(maxAge) && maxAge >= 1 && maxAge <= longestMaxAge) return
  throw new TypeError(`stepUp.begin was given a maxAge that is not 1 to ${longestMaxAge} seconds.`)
}

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

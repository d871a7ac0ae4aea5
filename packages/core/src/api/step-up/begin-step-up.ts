import { type BegunOwnCeremony, beginOwn, type OwnCeremonyBeginInput, sealOwn } from '../../assertion/begin-own.js'
import type { Context } from '../../context/context.js'

/** What `stepUp.begin` takes. */
export interface StepUpBeginInput extends OwnCeremonyBeginInput {
  /** How long the result is valid, in seconds: 1 to 86400. Default: 300. */
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

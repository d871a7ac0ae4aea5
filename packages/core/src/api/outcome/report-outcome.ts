import { mostOutcomeMilliseconds, type OutcomeCode, type OutcomeMode, outcomeCodes, outcomeModes } from '@latchkey/wire'
import type { Context } from '../../context/context.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { PasskeyError } from '../../errors.js'

/** What `outcome.report` takes. */
export interface OutcomeReportInput extends RelyingPartyInput {
  /** As its begin has returned it. It may have finished or expired, and may be another browser's. */
  readonly ceremony: string
  readonly code: OutcomeCode
  readonly mode: OutcomeMode
  /** How long it took in the page: a whole number from 0 to 600,000. */
  readonly milliseconds: number
}

/** One more page has reported how its ceremony ended. See `CeremonyApi`. */
export async function reportOutcome(context: Context, input: OutcomeReportInput): Promise<void> {
  const { code, mode, milliseconds } = input
  const isKnown = outcomeCodes.includes(code) && outcomeModes.includes(mode)
  const isSpan = Number.isInteger(milliseconds) && milliseconds >= 0 && milliseconds <= mostOutcomeMilliseconds
  if (!isKnown || !isSpan) throw new PasskeyError('malformed')
  const ceremony = await context.envelopes.identify(input.ceremony)
  await context.outcomeCounts.add({ ceremony, code, mode, milliseconds })
}

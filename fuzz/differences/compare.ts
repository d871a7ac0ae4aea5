import type { FuzzCase } from '../mutations/fuzz-case.js'
import { ourVerdict } from '../verdicts/our-verdict.js'
import { theirVerdict } from '../verdicts/their-verdict.js'
import type { Verdict } from '../verdicts/verdict.js'
import { explained } from './explained.js'
import type { Explanation } from './explanation.js'

/** The result of one case. */
export type Comparison =
  | { readonly kind: 'both accept' | 'both refuse' }
  | { readonly kind: 'explained'; readonly by: string }
  | { readonly kind: 'unexplained'; readonly ours: string; readonly theirs: string }
  /** We threw an error that is not a PasskeyError. */
  | { readonly kind: 'crash'; readonly error: string }

/** Runs both libraries, and looks for an explanation if they differ. */
export async function compare(it: FuzzCase, explanations: readonly Explanation[] = explained): Promise<Comparison> {
  let ours: Verdict
  try {
    ours = await ourVerdict(it)
  } catch (error) {
    return { kind: 'crash', error: String(error) }
  }
  const theirs = await theirVerdict(it)
  if (ours.accepts === theirs.accepts) return { kind: ours.accepts ? 'both accept' : 'both refuse' }
  const explanation = explanations.find(
    (row) =>
      (row.ceremony ?? it.ceremony) === it.ceremony &&
      row.ours === (ours.accepts ? 'accepts' : ours.reason) &&
      (row.theirs === 'accepts' ? theirs.accepts : !theirs.accepts && row.theirs.test(theirs.reason)) &&
      row.applies(it),
  )
  if (explanation) return { kind: 'explained', by: explanation.name }
  return { kind: 'unexplained', ours: ours.reason || 'accepts', theirs: theirs.reason || 'accepts' }
}

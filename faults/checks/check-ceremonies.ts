import type { Outcome } from '../journal/journal-line.js'
import { ceremoniesOf, type Evidence } from './evidence.js'

/** The result of a repeated finish after a success. The passkey may have been removed since. */
const expectedAfterwards: readonly Outcome[] = ['ceremony_spent', 'credential_not_found', 'unknown']

/** At most one finish of a ceremony succeeds, and every later one is refused. */
export function checkCeremonies({ after }: Evidence): readonly string[] {
  return ceremoniesOf(after.calls).flatMap((finishes) => {
    const [{ call, lane }] = finishes
    const first = finishes.findIndex(({ outcome }) => outcome === 'success')
    const later = first < 0 ? [] : finishes.slice(first + 1).map(({ outcome }) => outcome)
    const wrong = later.filter((outcome) => !expectedAfterwards.includes(outcome))
    return wrong.map((outcome) => `a ceremony of ${call.verb} in ${lane} was finished, and then again: ${outcome}`)
  })
}

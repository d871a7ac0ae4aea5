import type { Outcome } from '../journal/journal-line.js'
import { ceremoniesOf, type Evidence } from './evidence.js'

/** What a call is told that finishes a ceremony after a success; the passkey may have been removed since. */
const expectedAfterwards: readonly Outcome[] = ['ceremony_spent', 'credential_not_found', 'unknown']

/** Of all calls that finish one ceremony at most one succeeds, and after it each is refused. */
export function checkCeremonies({ after }: Evidence): readonly string[] {
  return ceremoniesOf(after.calls).flatMap((finishes) => {
    const [{ call, lane }] = finishes
    const first = finishes.findIndex(({ outcome }) => outcome === 'success')
    const later = first < 0 ? [] : finishes.slice(first + 1).map(({ outcome }) => outcome)
    const wrong = later.filter((outcome) => !expectedAfterwards.includes(outcome))
    return wrong.map((outcome) => `a ceremony of ${call.verb} in ${lane} was finished, and then again: ${outcome}`)
  })
}

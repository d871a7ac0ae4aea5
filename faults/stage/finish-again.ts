import { ceremoniesOf, fateOf } from '../checks/evidence.js'
import type { MadeCall } from '../journal/read-journals.js'
import type { Stage } from './stage.js'

/** After this long an envelope may have expired, which would change the result. */
const stillOpenMs = 540_000

/**
 * Finishes each ceremony once more, as an attacker with its envelope could: those with a result, and those with an
 * unknown one. The latter are finished twice, because the first time may succeed.
 */
export async function finishAgain({ app, journal }: Stage, calls: readonly MadeCall[]): Promise<void> {
  for (const finishes of ceremoniesOf(calls)) {
    const [{ call, at }] = finishes
    if (at < app.now() - stillOpenMs) continue
    await journal.call('again', app, call)
    if (fateOf(finishes) === 'open') await journal.call('again', app, call)
  }
}

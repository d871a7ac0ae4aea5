import { describeWrong } from './report/print-report.js'
import { addTallies, type CasesToRun, type CaseTally } from './run-cases.js'

export interface Sharing {
  /** One for each worker: has it run a share. */
  readonly asks: readonly ((share: CasesToRun) => Promise<CaseTally>)[]
  /** Told how far it has come, and of each wrong case when it is found. */
  readonly tell: (line: string) => void
}

/**
 * Has every share run by whichever worker is free, and adds up what came of them.
 *
 * @throws {Error} when the sum is not of as many cases as there were to run: then something was lost.
 */
export async function shareOut(shares: readonly CasesToRun[], { asks, tell }: Sharing): Promise<CaseTally> {
  const count = shares.reduce((sum, { from, to }) => sum + to - from, 0)
  const waiting = [...shares]
  let total: CaseTally = { counts: {}, wrong: [] }
  const work = async (ask: Sharing['asks'][number]) => {
    for (let share = waiting.shift(); share; share = waiting.shift()) {
      const tally = await ask(share)
      total = addTallies(total, tally)
      for (const wrong of tally.wrong) tell(describeWrong(wrong))
      tell(`${judged(total)} of ${count}, ${total.wrong.length} wrong`)
    }
  }
  await Promise.all(asks.map(work))
  if (judged(total) !== count) throw new Error(`Of ${count} cases ${judged(total)} were judged.`)
  return total
}

function judged({ counts }: CaseTally): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

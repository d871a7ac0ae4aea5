import type { JudgedShares } from './judged-shares.js'
import { describeWrong } from './report/print-report.js'
import { addTallies, type CasesToRun, type CaseTally } from './run-cases.js'

export interface Sharing {
  /** One function per worker, which runs a share. */
  readonly asks: readonly ((share: CasesToRun) => Promise<CaseTally>)[]
  /** Called with the progress, and with each wrong case when it is found. */
  readonly tell: (line: string) => void
  /** Stores the results of shares. A stored share is not run again. */
  readonly judged?: JudgedShares
}

/**
 * Runs each share in any free worker, and adds up the results.
 *
 * @throws {Error} if the sum has fewer cases than were to run: then something was lost.
 */
export async function shareOut(shares: readonly CasesToRun[], { asks, tell, judged }: Sharing): Promise<CaseTally> {
  const count = shares.reduce((sum, { from, to }) => sum + to - from, 0)
  const waiting = [...shares]
  let total: CaseTally = { counts: {}, wrong: [] }
  const work = async (ask: Sharing['asks'][number]) => {
    for (let share = waiting.shift(); share; share = waiting.shift()) {
      const known = judged?.find(share)
      const tally = known ?? (await ask(share))
      if (!known) judged?.keep(share, tally)
      total = addTallies(total, tally)
      for (const wrong of tally.wrong) tell(describeWrong(wrong))
      tell(`${countOf(total)} of ${count}, ${total.wrong.length} wrong`)
    }
  }
  await Promise.all(asks.map(work))
  if (countOf(total) !== count) throw new Error(`Of ${count} cases ${countOf(total)} were judged.`)
  return total
}

function countOf({ counts }: CaseTally): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

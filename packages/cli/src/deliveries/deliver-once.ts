import { type DeliveryRun, deliverPass, describeCounts, hasAttempted } from './deliver-pass.js'

/** Delivers until nothing is due, and prints the counts. What failed is due later: the next call takes it. */
export async function deliverOnce(run: DeliveryRun): Promise<void> {
  const total = { delivered: 0, failed: 0, dead: 0 }
  let goesOn = true
  while (goesOn) {
    const done = await deliverPass(run)
    total.delivered += done.delivered
    total.failed += done.failed
    total.dead += done.dead
    goesOn = hasAttempted(done)
  }
  console.log(describeCounts(total))
}

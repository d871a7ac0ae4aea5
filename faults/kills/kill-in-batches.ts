import { add, nothing } from '../report/tallies.js'
import { type Killed, type KillProcesses, killProcesses } from './kill-processes.js'

const mostPerBatch = 20

/**
 * Kills this many processes, with a new database after every twenty, so that everything can be checked after each kill.
 */
export async function killInBatches({ kills, name, ...rest }: KillProcesses): Promise<Killed> {
  let sum: Killed = { kills: 0, tallies: nothing, violations: [] }
  for (let batch = 0; sum.kills < kills; batch++) {
    const inBatch = Math.min(mostPerBatch, kills - sum.kills)
    const killed = await killProcesses({ ...rest, name: `${name}_${batch}`, kills: inBatch })
    sum = {
      kills: sum.kills + killed.kills,
      tallies: add(sum.tallies, killed.tallies),
      violations: [...sum.violations, ...killed.violations],
    }
  }
  return sum
}

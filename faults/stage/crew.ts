import type { Random } from '../../test-support/random.js'
import { bundleProcess } from '../processes/bundle-process.js'
import { type RunningProcess, startProcess } from '../processes/start-process.js'
import type { Stage } from './stage.js'

/** The processes that work on a stage at the same time. */
export interface Crew {
  readonly running: readonly RunningProcess[]
  /** Kills it, waits until the database knows, and starts another in its place. */
  replace(victim: RunningProcess): Promise<void>
  demandAlive(): void
  killAll(): Promise<void>
}

const roles = ['worker', 'worker', 'worker', 'deliverer'] as const

/** The number of workers that share the same users. */
const workersPerGroup = roles.length - 1
const usersPerGroup = 4

/** Resolves when all of them act. */
export async function startCrew(stage: Stage, random: Random): Promise<Crew> {
  const program = await bundleProcess()
  let started = 0
  const start = (role: (typeof roles)[number]) => {
    const number = started++
    const group = Math.floor(number / workersPerGroup)
    const userIds = Array.from({ length: usersPerGroup }, (_, index) => `user-${group}-${index}`)
    const { address, journals } = stage
    const name = `${role}-${number}`
    return startProcess(program, { role, address, journals, userIds, name, seed: random.below(2 ** 32) })
  }
  const running = roles.map(start)
  await Promise.all(running.map(({ ready }) => ready))
  return {
    running,
    replace: async (victim) => {
      victim.demandAlive()
      await victim.kill()
      running.splice(running.indexOf(victim), 1, start(victim.orders.role))
      await stage.server.forget(victim.orders.name)
    },
    demandAlive: () => {
      for (const it of running) it.demandAlive()
    },
    killAll: async () => {
      await Promise.all(running.map((it) => it.kill()))
      for (const { orders } of running.splice(0)) await stage.server.forget(orders.name)
    },
  }
}

import { percentile } from '../report/percentile.js'
import type { Action } from './ceremonies.js'

export interface Extent {
  /** How often all actions take their turn. */
  readonly rounds: number
  /** How long one turn lasts at least, in microseconds of processor time. */
  readonly turn: number
}

/**
 * Microseconds of processor time that each action takes, those of the garbage collector included: what a server pays,
 * whatever else the machine is doing. The actions take turns, so that all meet the same weather; the median round counts.
 */
export async function measure<Name extends string>(
  actions: Readonly<Record<Name, Action>>,
  { rounds, turn }: Extent,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(actions) as Name[]
  const taken = new Map<Name, number[]>(names.map((name) => [name, []]))
  const times = new Map<Name, number>()
  for (const name of names) times.set(name, await timesFor(actions[name], turn))
  for (let round = 0; round < rounds; round++) {
    for (const name of names) taken.get(name)?.push(await timeOf(actions[name], times.get(name) ?? 1))
  }
  return Object.fromEntries(names.map((name) => [name, percentile(taken.get(name) ?? [], 0.5)])) as Record<Name, number>
}

/** How often an action must run to last a turn; until then it also gets warm. */
export async function timesFor(action: Action, turn: number): Promise<number> {
  let times = 50
  while ((await timeOf(action, times)) * times < turn) times *= 2
  return times
}

export async function timeOf(action: Action, times: number): Promise<number> {
  const before = process.cpuUsage()
  for (let count = 0; count < times; count++) await action()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / times
}

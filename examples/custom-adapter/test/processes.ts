import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type StorageRace, storageRaces } from '@latchkey/testing'
import type { Order } from './contestants.js'
import { makeFolder, openStorage } from './temporary-storage.js'

const children: ChildProcess[] = []

async function tell(child: ChildProcess, order: Order): Promise<readonly string[]> {
  const told = once(child, 'message')
  child.send(order)
  const [outcomes] = await told
  return outcomes
}

/** Distributes the contestants alternately, and returns their outcomes in their order. */
async function contend(path: string, { name, contestants }: StorageRace): Promise<readonly string[]> {
  const everyone = Array.from({ length: contestants }, (_, contestant) => contestant)
  // One after the other: two processes that open an environment at the same instant may share its lock wrongly.
  for (const child of children) await tell(child, { path, race: name, contestants: [] })
  const told = children.map(async (child, turn) => {
    const dealt = everyone.filter((contestant) => contestant % children.length === turn)
    const outcomes = await tell(child, { path, race: name, contestants: dealt })
    return dealt.map((contestant, position) => ({ contestant, outcome: outcomes[position] ?? 'no outcome' }))
  })
  const all = (await Promise.all(told)).flat()
  return all.sort((one, other) => one.contestant - other.contestant).map(({ outcome }) => outcome)
}

describe('two processes on one environment', () => {
  before(async () => {
    const program = fileURLToPath(new URL('./contestants.ts', import.meta.url))
    for (let count = 0; count < 2; count++) children.push(fork(program, [], { execArgv: ['--import', 'tsx'] }))
    await Promise.all(children.map((child) => once(child, 'message')))
  })

  after(() => {
    for (const child of children) child.disconnect()
  })

  for (const race of storageRaces) {
    test(race.name, { timeout: 60_000 }, async () => {
      const folder = makeFolder()
      const { storage, close } = openStorage(folder.path)
      try {
        await race.prepare(storage)
        await race.judge(await contend(folder.path, race), storage)
      } finally {
        await close()
        folder.remove()
      }
    })
  }
})

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { binding, createWorld, type World } from '../world.js'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** What is still reachable, in bytes: nothing else survives a collection. The second one frees what the first finalized. */
function reachable(): number {
  collect()
  collect()
  return process.memoryUsage().heapUsed
}

/** For 10,000 answers: fewer bytes for each than an id and its entry in a map take. */
const most = 1_000_000

const finishesOfOne = 100

/** So many answers with a signature that is off by one bit, a hundred for each ceremony, and each ceremony from another address. */
async function forge(world: World, answers: number): Promise<void> {
  const { passkeys, clock } = world
  const authenticator = world.authenticator()
  await world.enroll(authenticator)
  const signature = (honest: Uint8Array) => honest.with(-1, (honest.at(-1) ?? 0) ^ 1)
  for (let sent = 0; sent < answers; sent += finishesOfOne) {
    const { ceremony, options } = await passkeys.signIn.begin({ binding })
    const response = await authenticator.clone().get(options, { tamper: { signature } })
    const clientAddress = `203.0.113.${(sent / finishesOfOne) % 256}`
    const finish = () => passkeys.signIn.finish({ ceremony, response, binding, clientAddress })
    await Promise.allSettled(Array.from({ length: finishesOfOne }, finish))
    if (sent % 2500 === 0) clock.forward(60)
  }
  // What is remembered ends with the ceremonies, and what was counted is written once a minute.
  clock.forward(86_400 * 60)
  await passkeys.signIn.begin({ binding, clientAddress: '198.51.100.1' })
  await passkeys.sweep()
}

describe('memory', () => {
  test('is flat: 10,000 forged answers leave nothing behind', { timeout: 300_000 }, async () => {
    const world = createWorld({ logger: { warn: () => {} } })
    // What is bounded is full after these: caches, and the ids of refused ceremonies.
    await forge(world, 10_000)
    const before = reachable()
    await forge(world, 10_000)
    expect(reachable() - before).toBeLessThan(most)
    await expect(world.passkeys.signIn.begin({ binding })).resolves.toBeDefined()
  })

  test('is measured so that what stays is seen: 10,000 ids and what is known of them', () => {
    const kept = new Map<string, object>()
    const before = reachable()
    for (let number = 0; number < 10_000; number++) kept.set(`${number}`.padEnd(22, '-'), { number, at: number / 2 })
    const grown = reachable() - before
    expect(kept.size).toBe(10_000)
    expect(grown).toBeGreaterThan(most)
  })
})

import { createPasskeys } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import { describe, expect, test } from 'vitest'
import { binding, createWorld, origin, rpId, secret } from '../world.js'

const day = 24 * 60 * 60 * 1000

describe('sweeping', () => {
  test('goes on until nothing is left, and returns how many rows went', async () => {
    const storage = memoryStorage()
    const left = [2500, 1000, 0]
    const asked: number[] = []
    storage.sweep = async (_, limit) => {
      const [spent = 0, events = 0, codes = 0] = left.map((count) => Math.min(count, limit))
      left.forEach((count, kind) => {
        left[kind] = Math.max(0, count - limit)
      })
      asked.push(limit)
      return { ...(await memoryStorage().sweep(0, 0)), spent, events, codes }
    }
    const counts = await createWorld({ storage }).passkeys.sweep()
    expect(counts).toMatchObject({ spent: 2500, events: 1000, codes: 0 })
    expect(asked).toHaveLength(3)
  })

  test.each([2, 6])('by a clock that is %i days ahead does not let a finished ceremony finish again', async (days) => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    const finish = { ceremony, response: await authenticator.get(options), binding }
    await world.passkeys.signIn.finish(finish)
    const ahead = createPasskeys({
      relyingParty: { id: rpId, name: 'Example', origins: [origin] },
      secret,
      storage: world.storage,
      now: () => world.clock.now + days * day,
    })
    await ahead.sweep()
    await expect(world.passkeys.signIn.finish(finish)).rejects.toMatchObject({ code: 'ceremony_spent' })
  })

  test('forgets a finished ceremony in the end', async () => {
    const world = createWorld()
    await world.enroll(world.authenticator())
    world.clock.forward((8 * day) / 1000)
    expect(await world.passkeys.sweep()).toMatchObject({ spent: 1 })
    expect(await world.passkeys.sweep()).toMatchObject({ spent: 0 })
  })
})

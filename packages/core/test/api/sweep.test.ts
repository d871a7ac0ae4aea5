import { createPasskeys, type Passkeys } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import { describe, expect, test } from 'vitest'
import { alice, binding, createWorld, origin, rpId, secret, type World } from '../world.js'

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

  const ahead = [2, 6, 7, 8, 30, 4000]
  test.each(ahead)('by a clock that is %i days ahead does not let a finished ceremony finish again', async (days) => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    const finish = { ceremony, response: await authenticator.get(options), binding }
    await world.passkeys.signIn.finish(finish)
    const ahead = aheadOf(world, days)
    const own = await ahead.signIn.begin({ binding })
    await ahead.signIn.finish({ ceremony: own.ceremony, response: await authenticator.get(own.options), binding })
    await ahead.sweep()
    await expect(world.passkeys.signIn.finish(finish)).rejects.toMatchObject({ code: 'ceremony_spent' })
    await expect(world.passkeys.signIn.finish(finish)).rejects.toMatchObject({ code: 'ceremony_spent' })
  })

  test.each(ahead)('by a clock that is %i days ahead does not let an enrollment finish again', async (days) => {
    const world = createWorld()
    const { ceremony, options } = await world.passkeys.enroll.begin({ session: world.session(), user: alice, binding })
    const response = await world.authenticator().create(options)
    const finish = { ceremony, response, binding, session: world.session() }
    const { passkey } = await world.passkeys.enroll.finish(finish)
    await world.passkeys.admin.passkeys.remove({
      actor: { id: 'admin' },
      userId: world.session().userId,
      id: passkey.id,
    })
    await aheadOf(world, days).sweep()
    await expect(world.passkeys.enroll.finish(finish)).rejects.toMatchObject({ code: 'ceremony_spent' })
  })

  test.each(ahead)('by a clock that is %i days ahead leaves later ceremonies to finish', async (days) => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    await aheadOf(world, days).sweep()
    world.clock.forward(1)
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    const signedIn = await world.passkeys.signIn.finish({
      ceremony,
      response: await authenticator.get(options),
      binding,
    })
    expect(signedIn.userId).toBe(world.session().userId)
  })

  test('forgets a finished ceremony in the end', async () => {
    const world = createWorld()
    await world.enroll(world.authenticator())
    world.clock.forward((8 * day) / 1000)
    expect(await world.passkeys.sweep()).toMatchObject({ spent: 1 })
    expect(await world.passkeys.sweep()).toMatchObject({ spent: 0 })
  })
})

/** The same app in a process whose clock is wrong. */
function aheadOf(world: World, days: number): Passkeys {
  return createPasskeys({
    relyingParty: { id: rpId, name: 'Example', origins: [origin] },
    secret,
    policy: { mode: 'optional' },
    storage: world.storage,
    now: () => world.clock.now + days * day,
    host: { findUser: () => alice },
  })
}

describe('events that were never acknowledged', () => {
  async function old(change: Parameters<typeof createWorld>[0] = {}) {
    const lines: string[] = []
    const world = createWorld({ logger: { warn: (line) => lines.push(line) }, ...change })
    await world.enroll(world.authenticator())
    world.clock.forward((91 * day) / 1000)
    return { world, lines, swept: await world.passkeys.sweep() }
  }

  test('go after 90 days, and the log says how many', async () => {
    const { world, lines, swept } = await old()
    expect(swept.unsettled).toBe(1)
    expect(lines.join('\n')).toMatch(/1 events? that were never acknowledged/)
    expect(await world.events()).toEqual([])
  })

  test.each([100 * 86_400, 'never'] as const)(
    'stay as long as the configuration says: %s',
    async (unsettledEventSeconds) => {
      const { world, lines, swept } = await old({ unsettledEventSeconds })
      expect([swept.unsettled, lines]).toEqual([0, []])
      expect(await world.events()).toEqual(['passkey.added'])
    },
  )

  test('an age below a day, or one that is none, is a mistake of the developer', () => {
    for (const unsettledEventSeconds of [0, 86_399, -1, 1.5, Number.NaN]) {
      expect(() => createWorld({ unsettledEventSeconds })).toThrow(/unsettledEventSeconds/)
    }
  })
})

import type { PasskeyEvent } from '@latchkey/core'
import { expect } from 'vitest'
import { alice, bob, type World } from '../world.js'
import type { NumberedCase } from './numbered-case.js'

const actor = { id: 'admin-1', scope: 'environment' } as const

/** So many events each of alice and of bob. */
async function makeEvents(world: World, each: number): Promise<void> {
  for (const { id } of [alice, bob]) await world.enroll(world.authenticator(), world.session({ userId: id }))
  for (let number = 1; number < each; number++) {
    for (const { id } of [alice, bob]) await world.passkeys.admin.accounts.invalidate({ userId: id, actor })
  }
}

function expectInOrder(arrived: readonly PasskeyEvent[]): void {
  for (const user of [alice, bob]) {
    const ids = arrived.filter(({ userId }) => userId === user.id).map(({ id }) => id)
    expect(ids).toEqual(ids.toSorted())
  }
}

/** Events arrive, whatever happens to those who deliver them: no number, but on every storage too. */
export const deliveryCases: readonly Omit<NumberedCase, 'number'>[] = [
  {
    name: 'events delivered by five at once: each arrives once, in order per user',
    async run(makeWorld) {
      const world = await makeWorld()
      await makeEvents(world, 10)
      const arrived: PasskeyEvent[] = []
      const to = (event: PasskeyEvent) => void arrived.push(event)
      const { events } = world.passkeys
      await Promise.all(Array.from({ length: 5 }, () => events.deliver({ to })))
      while ((await events.deliver({ to })).delivered > 0);
      expect(new Set(arrived.map(({ id }) => id)).size).toBe(20)
      expect(arrived).toHaveLength(20)
      expectInOrder(arrived)
    },
  },
  {
    name: 'an endpoint that fails for a day: nothing is lost, and everything arrives in order',
    async run(makeWorld) {
      const world = await makeWorld({ logger: { warn: () => {} } })
      await makeEvents(world, 3)
      const fail = () => Promise.reject(new Error('no'))
      for (let hour = 0; hour < 24; hour++) {
        await world.passkeys.events.deliver({ to: fail })
        world.clock.forward(3600)
      }
      world.clock.forward(43_200)
      const arrived: PasskeyEvent[] = []
      const to = (event: PasskeyEvent) => void arrived.push(event)
      while ((await world.passkeys.events.deliver({ to })).delivered > 0);
      expect(arrived).toHaveLength(6)
      expectInOrder(arrived)
    },
  },
  {
    name: 'an endpoint that fails for three days: a dead letter each, which an admin replays',
    async run(makeWorld) {
      const world = await makeWorld({ logger: { warn: () => {} } })
      await makeEvents(world, 1)
      const { events, admin } = world.passkeys
      const fail = () => Promise.reject(new Error('no'))
      await events.deliver({ to: fail })
      world.clock.forward(3 * 86_400)
      expect(await events.deliver({ to: fail })).toEqual({ delivered: 0, failed: 0, dead: 2 })
      expect(await events.deliver({ to: () => {} })).toEqual({ delivered: 0, failed: 0, dead: 0 })
      expect(await admin.deliveries.replay({ endpoint: 'app', actor })).toEqual({ replayed: 2 })
      expect(await events.deliver({ to: () => {} })).toEqual({ delivered: 2, failed: 0, dead: 0 })
    },
  },
]

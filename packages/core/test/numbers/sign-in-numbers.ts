import { createPasskeys } from '@latchkey/core'
import { expect } from 'vitest'
import { alice, binding, bob, origin, secret, stateOf, type World } from '../world.js'
import type { NumberedCase } from './numbered-case.js'

/** Everything that a page could tell apart but the random texts themselves, whose alphabet and lengths stay. */
function looksOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(looksOf)
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).map(([name, member]) => [name, looksOf(member)])
  }
  return typeof value
}

async function beginAs(world: World, identifier: string) {
  const { ceremony, options } = await world.passkeys.signIn.begin({ identifier, binding })
  const [first] = options.allowCredentials
  return { length: ceremony.length, looks: looksOf({ ...options, allowCredentials: [{ id: first?.id }] }), first }
}

/** Numbers 14 to 16, 24 and 27: where a sign-in belongs, how often it succeeds, and what others can do to it. */
export const signInNumbers: readonly NumberedCase[] = [
  ...[
    ['https://example.com', [origin]],
    ['example.com:8443', [origin]],
    ['example.com/app', [origin]],
    ['example.com', ['https://example.org']],
    ['example.com', ['https://notexample.com']],
  ].map(
    ([id, origins]): NumberedCase => ({
      number: 14,
      name: `RP ID ${id} with ${origins} does not start`,
      async run(makeWorld) {
        const { storage } = await makeWorld()
        const relyingParty = { id: String(id), name: 'Example', origins: [...(origins ?? [])] }
        expect(() => createPasskeys({ relyingParty, secret, storage })).toThrow(TypeError)
      },
    }),
  ),
  {
    number: 15,
    name: 'one sign-in finished 50 times at once: one success, counted once, 49 spent',
    async run(makeWorld) {
      const world = await makeWorld()
      const authenticator = world.authenticator()
      await world.enroll(authenticator)
      const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
      const response = await authenticator.get(options)
      const finishes = Array.from({ length: 50 }, () => world.passkeys.signIn.finish({ ceremony, response, binding }))
      const answers = await Promise.all(finishes.map((finish) => finish.catch(({ code }) => code)))
      expect(answers.filter((answer) => answer === 'ceremony_spent')).toHaveLength(49)
      expect(answers.filter((answer) => answer.userId === alice.id)).toHaveLength(1)
      expect((await stateOf(world)).passkeys).toMatchObject([{ signInCount: 1 }])
    },
  },
  {
    number: 16,
    name: 'finished a moment before it expires it succeeds; when it expires: ceremony_expired',
    async run(makeWorld) {
      const world = await makeWorld()
      const authenticator = world.authenticator()
      await world.enroll(authenticator)
      for (const [seconds, outcome] of [
        [299, alice.id],
        [300, 'ceremony_expired'],
      ] as const) {
        const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
        const response = await authenticator.get(options)
        world.clock.forward(seconds)
        const finish = world.passkeys.signIn.finish({ ceremony, response, binding })
        expect(await finish.then(({ userId }) => userId).catch(({ code }) => code)).toBe(outcome)
      }
    },
  },
  {
    number: 24,
    name: '10,000 forged answers for a user, 100 at once: five of each ceremony are judged, nothing changes, and that user signs in',
    async run(makeWorld) {
      const world = await makeWorld()
      const authenticator = world.authenticator()
      await world.enroll(authenticator)
      const own = await world.passkeys.signIn.begin({ binding })
      const signature = (honest: Uint8Array) => honest.with(-1, (honest.at(-1) ?? 0) ^ 1)
      const before = await stateOf(world)
      await world.events()
      for (let sent = 0; sent < 10_000; sent += 100) {
        const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
        const forged = await authenticator.clone().get(options, { tamper: { signature } })
        const finishes = Array.from({ length: 100 }, () =>
          world.passkeys.signIn.finish({ ceremony, response: forged, binding }),
        )
        const codes = await Promise.all(finishes.map((finish) => finish.catch(({ code }) => code)))
        expect(codes.filter((code) => code === 'signature_invalid')).toHaveLength(5)
        expect(codes.filter((code) => code === 'ceremony_invalid')).toHaveLength(95)
      }
      expect(await stateOf(world)).toEqual(before)
      world.clock.now += 61_000
      const response = await authenticator.get(own.options)
      const { userId } = await world.passkeys.signIn.finish({ ceremony: own.ceremony, response, binding })
      expect(userId).toBe(alice.id)
      await world.passkeys.sweep()
      expect((await world.events()).sort()).toEqual(['passkey.used', 'sign_in.failed'])
    },
  },
  {
    number: 27,
    name: 'a user, a user without passkeys and an unknown one: answers equal in shape, size and signals',
    async run(makeWorld) {
      const world = await makeWorld()
      const authenticator = world.authenticator()
      await world.enroll(authenticator)
      const [known, ...others] = await Promise.all(
        [alice.name, bob.name, 'unknown@example.com'].map((identifier) => beginAs(world, identifier)),
      )
      for (const other of others) expect(other).toMatchObject({ length: known?.length, looks: known?.looks })
      const signals = await Promise.all(
        [...others].map(async ({ first }) => {
          const { ceremony, options } = await world.passkeys.signIn.begin({ identifier: bob.name, binding })
          const id = String(first?.id)
          const response = await authenticator.get({ ...options, allowCredentials: [] })
          const pretended = { ...response, id, rawId: id }
          const error = await world.passkeys.signIn.finish({ ceremony, response: pretended, binding }).catch((it) => it)
          return [error.code, error.signals]
        }),
      )
      expect(signals).toEqual([
        ['credential_not_found', undefined],
        ['credential_not_found', undefined],
      ])
    },
  },
]

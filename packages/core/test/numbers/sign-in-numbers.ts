import { createPasskeys } from '@latchkey/core'
import type { Authenticator } from '@latchkey/testing'
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

/** The address of this number, whatever network it is of. */
function addressOf(number: number): string {
  return `203.0.${113 + (number >> 8)}.${number & 255}`
}

/** A hundred answers to one new ceremony, each with a signature that is off by one bit; the outcome of each. */
async function forgeAtOnce(
  { passkeys }: World,
  authenticator: Authenticator,
  addressAt: (at: number) => string,
): Promise<readonly string[]> {
  const signature = (honest: Uint8Array) => honest.with(-1, (honest.at(-1) ?? 0) ^ 1)
  const { ceremony, options } = await passkeys.signIn.begin({ binding })
  const response = await authenticator.clone().get(options, { tamper: { signature } })
  const finishes = Array.from({ length: 100 }, (_, at) =>
    passkeys.signIn.finish({ ceremony, response, binding, clientAddress: addressAt(at) }),
  )
  return Promise.all(finishes.map((finish) => finish.then(({ userId }) => userId).catch(({ code }) => code)))
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
  ...[1, 1000].map(
    (addresses): NumberedCase => ({
      number: 24,
      name: `10,000 forged answers for a user in four minutes, from ${addresses} addresses: five of each ceremony are judged, nothing changes, the outbox grows by one event a minute, and that user signs in`,
      async run(makeWorld) {
        const world = await makeWorld()
        const authenticator = world.authenticator()
        await world.enroll(authenticator)
        const own = await world.passkeys.signIn.begin({ binding })
        const before = await stateOf(world)
        await world.events()
        for (let sent = 0; sent < 10_000; sent += 100) {
          if (sent % 2500 === 0) world.clock.forward(60)
          const codes = await forgeAtOnce(world, authenticator, (at) => addressOf((sent + at) % addresses))
          expect(codes.filter((code) => code === 'signature_invalid')).toHaveLength(5)
          expect(codes.filter((code) => code === 'ceremony_invalid')).toHaveLength(95)
        }
        expect(await stateOf(world)).toEqual(before)
        const response = await authenticator.get(own.options)
        const { userId } = await world.passkeys.signIn.finish({ ceremony: own.ceremony, response, binding })
        expect(userId).toBe(alice.id)
        await world.passkeys.sweep()
        const told = await world.told()
        const failed = told.filter(({ name }) => name === 'sign_in.failed')
        expect(told).toHaveLength(failed.length + 1)
        expect(failed.map(({ data }) => data.reason)).toEqual(Array(4).fill('signature_invalid'))
        expect(failed.reduce((sum, { counts }) => sum + (counts?.count ?? 0), 0)).toBe(500)
        for (const { counts } of failed) expect(counts?.addresses).toBeLessThanOrEqual(addresses)
      },
    }),
  ),
  {
    number: 24,
    name: 'of 500 sign-ins begun from one address 300 are served; another address is served, and finish has no limit',
    async run(makeWorld) {
      const world = await makeWorld()
      const authenticator = world.authenticator()
      await world.enroll(authenticator)
      const begin = (clientAddress: string) => world.passkeys.signIn.begin({ binding, clientAddress })
      const first = await begin(addressOf(0))
      const outcomes = []
      for (let call = 1; call < 500; call++) outcomes.push(await begin(addressOf(0)).catch(({ code }) => code))
      expect(outcomes.filter((outcome) => outcome === 'too_many_tries')).toHaveLength(200)
      expect(await begin(addressOf(1))).toHaveProperty('ceremony')
      const { ceremony, options } = first
      const response = await authenticator.get(options)
      const clientAddress = addressOf(0)
      const { userId } = await world.passkeys.signIn.finish({ ceremony, response, binding, clientAddress })
      expect(userId).toBe(alice.id)
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

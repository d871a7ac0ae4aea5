import { expect } from 'vitest'
import { alice, binding, bob, stateOf, type World } from '../world.js'
import type { NumberedCase } from './numbered-case.js'

const secondsOfDay = 86_400

async function enrollMany(world: World, count: number): Promise<void> {
  for (let made = 0; made < count; made++) await world.enroll(world.authenticator())
}

/** A ceremony and its answer, not yet finished. */
async function beginEnroll(world: World) {
  const session = world.session()
  const { ceremony, options } = await world.passkeys.enroll.begin({ user: alice, session, binding })
  return { ceremony, response: await world.authenticator().create(options), session, binding }
}

/** How many of the outcomes there are of each code; `done` where there is none. */
function codesOf(outcomes: readonly PromiseSettledResult<unknown>[]): Record<string, number> {
  const codes: Record<string, number> = {}
  for (const outcome of outcomes) {
    const code = outcome.status === 'rejected' ? String(outcome.reason.code) : 'done'
    codes[code] = (codes[code] ?? 0) + 1
  }
  return codes
}

/** Numbers 7, 8, 11, 12, 19 and 21: accounts and their passkeys. */
export const accountNumbers: readonly NumberedCase[] = [
  {
    number: 7,
    name: 'times used rises by exactly one for each success, and by none for a failure',
    async run(makeWorld) {
      const world = await makeWorld()
      const authenticator = world.authenticator()
      await world.enroll(authenticator)
      for (const times of [1, 2, 3]) {
        await world.signIn(authenticator)
        expect((await stateOf(world)).passkeys[0]?.signInCount).toBe(times)
        await expect(world.signIn(authenticator, { userVerified: false })).rejects.toMatchObject({
          code: 'user_verification_missing',
        })
      }
      expect((await stateOf(world)).passkeys[0]?.signInCount).toBe(3)
    },
  },
  {
    number: 8,
    name: 'user verified: enough where several factors are wanted; not verified: a second factor is asked for',
    async run(makeWorld) {
      const userVerification = { enroll: 'required', signIn: 'preferred' } as const
      const world = await makeWorld({ policy: { mode: 'optional', userVerification } })
      const authenticator = world.authenticator()
      await world.enroll(authenticator)
      const verified = await world.signIn(authenticator)
      expect(verified.assurance).toMatchObject({ userVerified: true, factors: 2, satisfiesMfa: true, aal: 2 })
      const present = await world.signIn(authenticator, { userVerified: false })
      expect(present.assurance).toMatchObject({ userVerified: false, factors: 1, satisfiesMfa: false, aal: 1 })
    },
  },
  {
    number: 11,
    name: 'the 11th passkey is one too many; a limit of 100 holds, of 101 does not start',
    async run(makeWorld) {
      const world = await makeWorld()
      await enrollMany(world, 10)
      await expect(beginEnroll(world)).rejects.toMatchObject({ code: 'limit_reached', status: 409 })
      expect((await stateOf(world)).account).toMatchObject({ passkeyCount: 10, activeCount: 10 })
      const { policy } = await (
        await makeWorld({ policy: { mode: 'optional', limit: 100 } })
      ).passkeys.policy.effective()
      expect(policy.limit).toBe(100)
      await expect(makeWorld({ policy: { mode: 'optional', limit: 101 } })).rejects.toThrow(TypeError)
    },
  },
  {
    number: 11,
    name: 'of 20 simultaneous enrolls at 9 of 10 exactly one adds a passkey',
    async run(makeWorld) {
      const world = await makeWorld()
      await enrollMany(world, 9)
      const begun = await Promise.all(Array.from({ length: 20 }, () => beginEnroll(world)))
      const outcomes = await Promise.allSettled(begun.map((input) => world.passkeys.enroll.finish(input)))
      expect(codesOf(outcomes)).toEqual({ done: 1, limit_reached: 19 })
      const { passkeys, account } = await stateOf(world)
      expect([passkeys.length, account?.passkeyCount]).toEqual([10, 10])
    },
  },
  {
    number: 12,
    name: 'of two simultaneous removals of the last two passkeys exactly one removes',
    async run(makeWorld) {
      const world = await makeWorld()
      await enrollMany(world, 2)
      const { passkeys } = await stateOf(world)
      const session = world.session()
      const removals = passkeys.map(({ id }) => world.passkeys.manage.remove({ session, id }))
      expect(codesOf(await Promise.allSettled(removals))).toEqual({ done: 1, last_sign_in_method: 1 })
      expect(await stateOf(world)).toMatchObject({ passkeys: [{}], account: { passkeyCount: 1, activeCount: 1 } })
      const told = (await world.events()).slice(2)
      expect(told.sort()).toEqual(['passkey.last_removal_refused', 'passkey.removed'])
    },
  },
  {
    number: 19,
    name: 'another user is signed in at finish than at begin: refused, and no user has the passkey',
    async run(makeWorld) {
      const world = await makeWorld()
      const begun = await beginEnroll(world)
      const session = world.session({ userId: bob.id })
      await expect(world.passkeys.enroll.finish({ ...begun, session })).rejects.toMatchObject({ code: 'forbidden' })
      await expect(world.passkeys.enroll.finish({ ...begun, session: null })).rejects.toMatchObject({
        code: 'not_signed_in',
      })
      for (const { id } of [alice, bob]) expect((await stateOf(world, id)).passkeys).toEqual([])
    },
  },
  {
    number: 21,
    name: 'of two environments with one secret neither opens what the other has begun',
    async run(makeWorld) {
      const [test, live] = [await makeWorld({ environment: 'test' }), await makeWorld({ environment: 'live' })]
      const begun = await beginEnroll(test)
      await expect(live.passkeys.enroll.finish(begun)).rejects.toMatchObject({ code: 'ceremony_invalid' })
      test.clock.forward(secondsOfDay)
      await expect(test.passkeys.enroll.finish(begun)).rejects.toMatchObject({ code: 'ceremony_expired' })
    },
  },
]

import { expect } from 'vitest'
import { alice, binding, rpId, stateOf, type World } from '../world.js'
import type { MakeWorld, NumberedCase } from './numbered-case.js'

const actor = { id: 'admin-1', scope: 'environment' } as const
const host = { findUserById: (id: string) => (id === alice.id ? alice : undefined) }

const invalid = { code: 'code_invalid' }

async function invite({ passkeys }: World) {
  const { id, code } = await passkeys.invitations.create({ userId: alice.id, actor })
  const redeem = (typed = code) => passkeys.invitations.redeem({ id, code: typed, binding })
  return { id, code, wrong: code === 'AAAAAAAAAAAA' ? 'BBBBBBBBBBBB' : 'AAAAAAAAAAAA', redeem }
}

/** What a new code of this purpose leads to. */
async function redeemNew(world: World, purpose: 'invitation' | 'recovery') {
  if (purpose === 'invitation') return (await invite(world)).redeem()
  const { codes } = await world.passkeys.recovery.createCodes({ session: world.session() })
  return world.passkeys.recovery.redeem({ identifier: alice.name, code: codes[0] ?? '', binding })
}

/** Begins so many ceremonies from one code, and finishes all of them at once. */
async function finishAtOnce(
  world: World,
  redeem: () => ReturnType<World['passkeys']['invitations']['redeem']>,
  count: number,
) {
  const finishes = []
  for (let at = 0; at < count; at++) {
    const { ceremony, options } = await redeem()
    finishes.push({ ceremony, response: await world.authenticator().create(options), binding })
  }
  const results = await Promise.allSettled(finishes.map((input) => world.passkeys.enroll.finish(input)))
  return results.map((result) => (result.status === 'fulfilled' ? 'added' : result.reason.code)).sort()
}

const otpPolicy = { mode: 'optional', verifyBeforeEnroll: 'otp' } as const

/** A world that sends one-time codes, and the session that requests them. */
async function makeOtpWorld(makeWorld: MakeWorld) {
  const sent: string[] = []
  const world = await makeWorld({ policy: otpPolicy, host: { sendCode: ({ code }) => void sent.push(code) } })
  const session = world.session()
  const user = { id: alice.id, name: alice.name }
  const request = async (as = session) => {
    await world.passkeys.otp.request({ session: as, binding })
    return sent.at(-1) ?? ''
  }
  const complete = (code: string, as = session) => world.passkeys.otp.complete({ user, session: as, code, binding })
  const finish = async ({ ceremony, options }: Awaited<ReturnType<typeof complete>>) => {
    const response = await world.authenticator().create(options)
    return world.passkeys.enroll.finish({ ceremony, response, session, binding })
  }
  const wrongOf = (code: string) => code.slice(0, 5) + ((Number(code[5]) + 1) % 10)
  return { world, session, request, complete, finish, wrongOf }
}

const otpNumbers: readonly NumberedCase[] = [
  {
    number: 18,
    name: 'a partial session requests and completes no one-time code',
    async run(makeWorld) {
      const { world, request, complete } = await makeOtpWorld(makeWorld)
      const partial = world.session({ partial: true })
      await expect(request(partial)).rejects.toMatchObject({ code: 'not_signed_in' })
      await expect(complete(await request(), partial)).rejects.toMatchObject({ code: 'not_signed_in' })
    },
  },
  {
    number: 20,
    name: 'a purge ends one-time codes, and what they began',
    async run(makeWorld) {
      const { world, request, complete, finish } = await makeOtpWorld(makeWorld)
      const code = await request()
      const begun = await complete(code)
      await world.passkeys.admin.accounts.purge({ userId: alice.id })
      await expect(complete(code)).rejects.toMatchObject(invalid)
      await expect(finish(begun)).rejects.toMatchObject({ code: 'account_changed' })
      expect((await stateOf(world)).passkeys).toHaveLength(0)
    },
  },
  {
    number: 24,
    name: 'of 100 wrong one-time codes at once 15 are tried in a day, the outbox stays small, and the user signs in',
    async run(makeWorld) {
      const { world, session, request, complete, wrongOf } = await makeOtpWorld(makeWorld)
      const authenticator = world.authenticator()
      const { ceremony, options } = await complete(await request())
      const response = await authenticator.create(options)
      await world.passkeys.enroll.finish({ ceremony, response, session, binding })
      for (let codes = 0; codes < 4; codes++) {
        const code = await request().catch(() => '000000')
        await Promise.allSettled(Array.from({ length: 25 }, () => complete(wrongOf(code))))
      }
      await expect(request()).rejects.toMatchObject({ code: 'too_many_tries', limit: { name: 'otpTries' } })
      const rows = await world.storage.codes.list(rpId, alice.id, 'otp')
      expect(rows.reduce((sum, { triesLeft }) => sum + 5 - triesLeft, 0)).toBe(15)
      await expect(world.signIn(authenticator)).resolves.toMatchObject({ userId: alice.id })
      await world.passkeys.sweep()
      expect((await world.events()).length).toBeLessThan(10)
    },
  },
  {
    number: 26,
    name: 'of 20 ceremonies from one one-time code, finished at once, exactly one adds a passkey',
    async run(makeWorld) {
      const { world, request, complete, finish } = await makeOtpWorld(makeWorld)
      const code = await request()
      const begun = []
      for (let at = 0; at < 20; at++) begun.push(await complete(code))
      const results = await Promise.allSettled(begun.map(finish))
      const codes = results.map((result) => (result.status === 'fulfilled' ? 'added' : result.reason.code))
      expect(codes.sort()).toEqual(['added', ...Array(19).fill('code_invalid')])
      expect((await stateOf(world)).passkeys).toHaveLength(1)
    },
  },
]

/** Codes that a user types in. */
export const codeNumbers: readonly NumberedCase[] = [
  ...otpNumbers,
  {
    number: 9,
    name: 'an invitation has 12 characters and is valid for an hour',
    async run(makeWorld) {
      const world = await makeWorld({ host })
      const { code, redeem } = await invite(world)
      expect(code).toMatch(/^[2-9A-HJKMNP-Z]{12}$/)
      world.clock.forward(3599)
      await expect(redeem()).resolves.toHaveProperty('ceremony')
      world.clock.forward(1)
      await expect(redeem()).rejects.toMatchObject(invalid)
    },
  },
  {
    number: 9,
    name: 'the sixth try of an invitation is refused even if it is right; the fifth is not',
    async run(makeWorld) {
      const world = await makeWorld({ host })
      const [fifth, sixth] = [await invite(world), await invite(world)]
      for (let tries = 0; tries < 4; tries++) await expect(fifth.redeem(fifth.wrong)).rejects.toMatchObject(invalid)
      await expect(fifth.redeem()).resolves.toHaveProperty('ceremony')
      for (let tries = 0; tries < 5; tries++) await expect(sixth.redeem(sixth.wrong)).rejects.toMatchObject(invalid)
      await expect(sixth.redeem()).rejects.toMatchObject(invalid)
    },
  },
  {
    number: 9,
    name: 'of 20 wrong codes and a right one at once, five are tried at most',
    async run(makeWorld) {
      const world = await makeWorld({ host })
      const { wrong, redeem } = await invite(world)
      const tries = await Promise.allSettled(Array.from({ length: 20 }, () => redeem(wrong)))
      expect(tries.every(({ status }) => status === 'rejected')).toBe(true)
      await expect(redeem()).rejects.toMatchObject(invalid)
    },
  },
  ...(['invitation', 'recovery'] as const).map(
    (purpose): NumberedCase => ({
      number: 20,
      name: `a purge between the redemption of a code (${purpose}) and the finish: account_changed, and no passkey`,
      async run(makeWorld) {
        for (const hasPasskey of [true, false]) {
          const world = await makeWorld({ host })
          if (hasPasskey) await world.enroll(world.authenticator())
          const { ceremony, options } = await redeemNew(world, purpose)
          const response = await world.authenticator().create(options)
          await world.passkeys.admin.accounts.purge({ userId: alice.id })
          const finished = world.passkeys.enroll.finish({ ceremony, response, binding })
          await expect(finished).rejects.toMatchObject({ code: 'account_changed' })
          expect((await stateOf(world)).passkeys).toHaveLength(0)
        }
      },
    }),
  ),
  {
    number: 20,
    name: 'an invitation after a purge that is revoked meanwhile is code_invalid: the purge was before',
    async run(makeWorld) {
      const world = await makeWorld({ host })
      await world.passkeys.admin.accounts.purge({ userId: alice.id })
      const { id, redeem } = await invite(world)
      const { ceremony, options } = await redeem()
      const response = await world.authenticator().create(options)
      await world.passkeys.invitations.revoke({ userId: alice.id, id, actor })
      const finished = world.passkeys.enroll.finish({ ceremony, response, binding })
      await expect(finished).rejects.toMatchObject(invalid)
    },
  },
  {
    number: 26,
    name: 'of 20 ceremonies from one code, finished at once, exactly one adds a passkey',
    async run(makeWorld) {
      const world = await makeWorld({ host })
      const { redeem } = await invite(world)
      expect(await finishAtOnce(world, redeem, 20)).toEqual(['added', ...Array(19).fill('code_invalid')])
      expect((await stateOf(world)).passkeys).toHaveLength(1)
      await expect(redeem()).rejects.toMatchObject(invalid)
    },
  },
]

import { expect } from 'vitest'
import { alice, binding, stateOf, type World } from '../world.js'
import type { NumberedCase } from './numbered-case.js'

const actor = { id: 'admin-1', scope: 'environment' } as const
const host = { findUserById: (id: string) => (id === alice.id ? alice : undefined) }

const invalid = { code: 'code_invalid' }

async function invite({ passkeys }: World) {
  const { id, code } = await passkeys.invitations.create({ userId: alice.id, actor })
  const redeem = (typed = code) => passkeys.invitations.redeem({ id, code: typed, binding })
  return { code, wrong: code === 'AAAAAAAAAAAA' ? 'BBBBBBBBBBBB' : 'AAAAAAAAAAAA', redeem }
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

/** Codes that a user types in. */
export const codeNumbers: readonly NumberedCase[] = [
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

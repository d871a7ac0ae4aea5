import type { Authenticator } from '@latchkey/testing'
import { expect } from 'vitest'
import { confirm, type OwnRun, stepUp, useSecondFactor } from '../api/own-ceremonies.js'
import { alice, binding, bob, stateOf, type World } from '../world.js'
import type { MakeWorld, NumberedCase } from './numbered-case.js'

const actor = { id: 'admin-1', scope: 'environment' } as const

/** The ceremonies of a signed-in user with a passkey that exists, and whether the session still owes a factor. */
const ceremonies = [
  { which: 'a second factor', partial: true, run: useSecondFactor },
  { which: 'a step-up', partial: false, run: stepUp },
  {
    which: 'a confirmation',
    partial: false,
    run: (world: World, authenticator: Authenticator, own: OwnRun) =>
      confirm(world, authenticator, { ...own, payload: { amount: 1 } }),
  },
] as const

async function arrange(makeWorld: MakeWorld, partial: boolean) {
  const world = await makeWorld()
  const authenticator = world.authenticator()
  await world.enroll(authenticator)
  return { world, authenticator, session: partial ? world.session({ partial }) : world.session() }
}

/** Numbers 8 and 18 to 20, of second factors, step-ups and confirmations. */
export const ownNumbers: readonly NumberedCase[] = [
  {
    number: 8,
    name: 'a passkey used as second factor completes what the password began: two factors, and no third is asked',
    async run(makeWorld) {
      const { world, authenticator, session } = await arrange(makeWorld, true)
      const { assurance } = await useSecondFactor(world, authenticator, { session })
      expect(assurance).toMatchObject({ factors: 2, satisfiesMfa: true })
    },
  },
  {
    number: 18,
    name: 'a session that owes a factor steps up and confirms nothing; its second factor is asked',
    async run(makeWorld) {
      const { world, session } = await arrange(makeWorld, true)
      const { passkeys } = world
      const refused = { code: 'not_signed_in' }
      await expect(passkeys.stepUp.begin({ session, binding })).rejects.toMatchObject(refused)
      await expect(passkeys.confirm.begin({ session, payload: {}, binding })).rejects.toMatchObject(refused)
      expect((await passkeys.secondFactor.begin({ session, binding })).options.allowCredentials).toHaveLength(1)
    },
  },
  ...ceremonies.flatMap(({ which, partial, run }): readonly NumberedCase[] => [
    {
      number: 19,
      name: `another user is signed in when ${which} is finished: refused, and no use is counted`,
      async run(makeWorld) {
        const { world, authenticator, session } = await arrange(makeWorld, partial)
        const finishedBy = { ...session, userId: bob.id }
        await expect(run(world, authenticator, { session, finishedBy })).rejects.toMatchObject({ code: 'forbidden' })
        expect((await stateOf(world)).passkeys).toMatchObject([{ signInCount: 0 }])
      },
    },
    {
      number: 20,
      name: `sessions are invalidated between begin and finish of ${which}: account_changed, and no use is counted`,
      async run(makeWorld) {
        const { world, authenticator, session } = await arrange(makeWorld, partial)
        const invalidating = {
          ...authenticator,
          get: async (...given: Parameters<Authenticator['get']>) => {
            await world.passkeys.admin.accounts.invalidate({ userId: alice.id, actor })
            return authenticator.get(...given)
          },
        }
        await expect(run(world, invalidating, { session })).rejects.toMatchObject({ code: 'account_changed' })
        expect((await stateOf(world)).passkeys).toMatchObject([{ signInCount: 0 }])
      },
    },
  ]),
]

import { expect } from 'vitest'
import { alice, binding, stateOf, type World } from '../world.js'
import type { NumberedCase } from './numbered-case.js'

const actor = { id: 'admin-1', scope: 'environment' } as const
const about = { userId: alice.id, actor } as const

async function beginEnroll(world: World) {
  const session = world.session()
  const { ceremony, options } = await world.passkeys.enroll.begin({ user: alice, session, binding })
  return { ceremony, response: await world.authenticator().create(options), session, binding }
}

/** What takes away the ground of every ceremony begun before. */
const upheavals: readonly (readonly [name: string, (world: World) => Promise<unknown>])[] = [
  ['a purge', ({ passkeys }) => passkeys.admin.accounts.purge({ userId: alice.id })],
  ['a reset password', ({ passkeys }) => passkeys.admin.accounts.invalidate({ userId: alice.id })],
  ['removing all', ({ passkeys }) => passkeys.admin.passkeys.removeAll(about)],
]

/** Numbers 12, 20 and 25: what an admin may, and what a ceremony begun before must not. */
export const adminNumbers: readonly NumberedCase[] = [
  {
    number: 12,
    name: 'the last passkey: the user may not remove it, an admin may',
    async run(makeWorld) {
      const world = await makeWorld({ policy: { mode: 'optional', removeLast: 'never' } })
      const { passkey } = await world.enroll(world.authenticator())
      const session = world.session()
      await expect(world.passkeys.manage.remove({ session, id: passkey.id })).rejects.toMatchObject({
        code: 'last_sign_in_method',
        status: 409,
      })
      await world.passkeys.admin.passkeys.remove({ ...about, id: passkey.id })
      expect(await stateOf(world)).toMatchObject({ passkeys: [], account: { passkeyCount: 0, activeCount: 0 } })
      expect(await world.events()).toEqual(['passkey.added', 'passkey.last_removal_refused', 'passkey.removed'])
    },
  },
  ...upheavals.flatMap(([what, upheave]) =>
    ['a first', 'a second'].map(
      (which): NumberedCase => ({
        number: 20,
        name: `${what} between begin and finish of ${which} passkey: account_changed, and none is added`,
        async run(makeWorld) {
          const world = await makeWorld()
          if (which === 'a second') await world.enroll(world.authenticator())
          const finishing = await beginEnroll(world)
          await upheave(world)
          const before = await stateOf(world)
          await expect(world.passkeys.enroll.finish(finishing)).rejects.toMatchObject({
            code: 'account_changed',
            status: 409,
          })
          expect(await stateOf(world)).toEqual(before)
          await expect(world.passkeys.enroll.finish(await beginEnroll(world))).resolves.toBeDefined()
        },
      }),
    ),
  ),
  {
    number: 20,
    name: 'a purge while a first passkey is added: none is left, and none signs in',
    async run(makeWorld) {
      const world = await makeWorld()
      const finishing = await beginEnroll(world)
      const [added] = await Promise.allSettled([
        world.passkeys.enroll.finish(finishing),
        world.passkeys.admin.accounts.purge({ userId: alice.id }),
      ])
      if (added.status === 'rejected') expect(added.reason).toMatchObject({ code: 'account_changed' })
      const { passkeys, account } = await stateOf(world)
      expect([passkeys, account?.passkeyCount, account?.purgedAt]).toEqual([[], 0, world.clock.now])
    },
  },
  {
    number: 25,
    name: 'suspended between find and record: refused, and nothing is counted',
    async run(makeWorld) {
      let suspend = async () => {}
      const host = {
        maySignIn: async () => {
          await suspend()
          return true
        },
      }
      const world = await makeWorld({ host })
      const authenticator = world.authenticator()
      const { passkey } = await world.enroll(authenticator)
      suspend = async () => {
        await world.passkeys.admin.passkeys.suspend({ ...about, id: passkey.id })
      }
      await expect(world.signIn(authenticator)).rejects.toMatchObject({ code: 'credential_not_found' })
      expect((await stateOf(world)).passkeys[0]).toMatchObject({ signInCount: 0, status: 'suspended' })
      expect(await world.events()).toEqual(['passkey.added', 'passkey.suspended', 'sign_in.failed'])
    },
  },
]

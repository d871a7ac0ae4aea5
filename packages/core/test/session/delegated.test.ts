import type { Passkeys, Session } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { alice, binding, createWorld } from '../world.js'

type Arranged = Awaited<ReturnType<typeof arrange>>
type Attempt = (arranged: Arranged) => Promise<unknown>

/** Alice has a passkey, a recovery code and an invitation; `own` is her session, `agent` the same one, delegated. */
async function arrange() {
  const host = { findUserById: () => alice, sendCode: () => undefined, secondFactors: () => ['totp'] }
  const world = createWorld({ policy: { mode: 'optional', removeLast: 'allow' }, host })
  const key = world.authenticator()
  const { passkey } = await world.enroll(key)
  const own = world.session()
  const { passkeys } = world
  const { codes } = await passkeys.recovery.createCodes({ session: own })
  const invitation = await passkeys.invitations.create({
    userId: alice.id,
    actor: { id: 'admin', scope: 'environment' },
  })
  const agent = (change: Partial<Session> = {}) => world.session({ ...change, delegated: true })
  return { world, passkeys, key, id: passkey.id, own, codes, invitation, agent }
}

/** What each method that takes a session does for a delegated one. */
const attempts: Readonly<Record<string, Attempt>> = {
  'enroll.begin': ({ passkeys, agent }) => passkeys.enroll.begin({ user: alice, session: agent(), binding }),
  'enroll.finish': async ({ passkeys, world, own, agent }) => {
    const { ceremony, options } = await passkeys.enroll.begin({ user: alice, session: own, binding })
    const response = await world.authenticator().create(options)
    return passkeys.enroll.finish({ ceremony, response, session: agent(), binding })
  },
  'secondFactor.begin': ({ passkeys, agent }) =>
    passkeys.secondFactor.begin({ session: agent({ partial: true }), binding }),
  'secondFactor.finish': async ({ passkeys, world, key, agent }) => {
    const session = world.session({ partial: true })
    const { ceremony, options } = await passkeys.secondFactor.begin({ session, binding })
    const response = await key.get(options)
    return passkeys.secondFactor.finish({ ceremony, response, session: agent({ partial: true }), binding })
  },
  'stepUp.begin': ({ passkeys, agent }) => passkeys.stepUp.begin({ session: agent(), binding }),
  'stepUp.finish': async ({ passkeys, key, own, agent }) => {
    const { ceremony, options } = await passkeys.stepUp.begin({ session: own, binding })
    return passkeys.stepUp.finish({ ceremony, response: await key.get(options), session: agent(), binding })
  },
  'confirm.begin': ({ passkeys, agent }) => passkeys.confirm.begin({ session: agent(), payload: {}, binding }),
  'confirm.finish': async ({ passkeys, key, own, agent }) => {
    const { ceremony, options } = await passkeys.confirm.begin({ session: own, payload: {}, binding })
    const response = await key.get(options)
    return passkeys.confirm.finish({ ceremony, response, session: agent(), payload: {}, binding })
  },
  'manage.rename': ({ passkeys, id, agent }) => passkeys.manage.rename({ session: agent(), id, name: 'Mine' }),
  'manage.remove': ({ passkeys, id, agent }) => passkeys.manage.remove({ session: agent(), id }),
  'manage.suspend': ({ passkeys, id, agent }) => passkeys.manage.suspend({ session: agent(), id }),
  'manage.signals': ({ passkeys, agent }) => passkeys.manage.signals({ session: agent(), user: alice }),
  'prompt.answer': ({ passkeys, agent }) => passkeys.prompt.answer({ session: agent(), answer: 'ask-again' }),
  'prompt.shown': ({ passkeys, agent }) => passkeys.prompt.shown({ session: agent() }),
  'otp.request': ({ passkeys, agent }) => passkeys.otp.request({ session: agent(), binding }),
  'otp.complete': ({ passkeys, agent }) =>
    passkeys.otp.complete({ session: agent(), user: alice, code: '123456', binding }),
  'recovery.createCodes': ({ passkeys, agent }) => passkeys.recovery.createCodes({ session: agent() }),
  'recovery.redeem': ({ passkeys, codes: [code = ''], agent }) =>
    passkeys.recovery.redeem({ identifier: alice.name, code, session: agent(), binding }),
  'invitations.redeem': ({ passkeys, invitation: { id, code }, agent }) =>
    passkeys.invitations.redeem({ id, code, session: agent(), binding }),
}

/** Methods that read the list or decide about a prompt, that take no session, and those of admins. */
const others = [
  'manage.list',
  'prompt.decide',
  'signIn.begin',
  'signIn.finish',
  'signUp.begin',
  'signUp.finish',
  'signUp.reconcile',
  'outcome.report',
  'invitations.create',
  'invitations.list',
  'invitations.revoke',
  'policy.effective',
  'policy.stored',
  'policy.inherited',
  'assurance.admits',
  'events.deliver',
]

describe('a delegated session', () => {
  test.each(Object.entries(attempts))('%s is forbidden, and nothing has changed', async (_, attempt) => {
    const arranged = await arrange()
    const { world, passkeys, own } = arranged
    const before = await passkeys.manage.list({ session: own })
    await world.told()
    await expect(attempt(arranged)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await passkeys.manage.list({ session: own })).toEqual(before)
    expect((await world.events()).filter((name) => !name.endsWith('refused'))).toEqual([])
  })

  test('reads the list, and no prompt is shown', async () => {
    const { passkeys, id, agent } = await arrange()
    await expect(passkeys.manage.list({ session: agent() })).resolves.toMatchObject({ passkeys: [{ id }] })
    const decision = passkeys.prompt.decide({ session: agent(), on: 'sign-in' })
    await expect(decision).resolves.toMatchObject({ prompt: 'none', reason: 'delegated' })
  })

  test('every method is in one of the two lists', () => {
    const { passkeys } = createWorld()
    expect(methodsOf(passkeys).toSorted()).toEqual([...Object.keys(attempts), ...others].toSorted())
  })
})

function methodsOf(passkeys: Passkeys): readonly string[] {
  return Object.entries(passkeys).flatMap(([group, members]) =>
    typeof members !== 'object' || group === 'admin'
      ? []
      : Object.entries(members).flatMap(([name, method]) =>
          typeof method === 'function' && group !== 'logger' ? [`${group}.${name}`] : [],
        ),
  )
}

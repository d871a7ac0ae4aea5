import type { SignInFinishInput } from '@latchkey/core'
import type { Authenticator } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { binding, createWorld, type World, type WorldChange } from '../../world.js'

const replays = 20

/** A world with one passkey whose authenticator counts, and no event that was not read. */
async function withPasskey(change: WorldChange = {}) {
  const world = createWorld(change)
  const authenticator = world.authenticator({ synced: false, counts: true })
  await world.enroll(authenticator)
  const copy = authenticator.clone()
  for (const _ of [1, 2]) await world.signIn(authenticator).catch(() => undefined)
  await world.told()
  return { world, authenticator, copy }
}

/** One answer, sent again and again; nothing of it may succeed. */
async function replay({ passkeys }: World, input: SignInFinishInput): Promise<void> {
  for (let time = 0; time < replays; time++) {
    expect(
      await passkeys.signIn.finish(input).then(
        () => 'signed in',
        () => 'refused',
      ),
    ).toBe('refused')
  }
}

async function answered(world: World, authenticator: Authenticator) {
  const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
  return { ceremony, response: await authenticator.get(options), binding }
}

describe('a refused sign-in that is replayed', () => {
  test('by an account that is locked: one event', async () => {
    const it = await withPasskey({ host: { maySignIn: () => false } })
    await replay(it.world, await answered(it.world, it.authenticator))
    expect(await it.world.events()).toEqual(['sign_in.failed'])
  })

  test('with a sign count that went back: one event of each name', async () => {
    const it = await withPasskey()
    await replay(it.world, await answered(it.world, it.copy))
    expect(await it.world.events()).toEqual(['passkey.clone_suspected', 'sign_in.failed'])
  })

  test('with another reason than before: one event for each reason', async () => {
    const locked = { now: false }
    const it = await withPasskey({ host: { maySignIn: () => !locked.now } })
    const input = await answered(it.world, it.copy)
    await expect(it.world.passkeys.signIn.finish(input)).rejects.toMatchObject({ code: 'sign_count_regression' })
    locked.now = true
    await expect(it.world.passkeys.signIn.finish(input)).rejects.toMatchObject({ code: 'account_locked' })
    const told = await it.world.told()
    expect(told.flatMap(({ data }) => data.reason ?? [])).toEqual(['sign_count_regression', 'account_locked'])
  })

  test('in another ceremony: an event of its own', async () => {
    const it = await withPasskey({ host: { maySignIn: () => false } })
    await replay(it.world, await answered(it.world, it.authenticator))
    await replay(it.world, await answered(it.world, it.authenticator))
    expect(await it.world.events()).toEqual(['sign_in.failed', 'sign_in.failed'])
  })
})

test('an enrollment over the limit that is replayed: one event', async () => {
  const world = createWorld({ policy: { mode: 'optional', limit: 2 } })
  await world.enroll(world.authenticator())
  const session = world.session()
  const user = { id: session.userId, name: 'alice' }
  const { ceremony, options } = await world.passkeys.enroll.begin({ user, session, binding })
  await world.enroll(world.authenticator())
  const response = await world.authenticator().create(options)
  for (let time = 0; time < replays; time++) {
    await expect(world.passkeys.enroll.finish({ ceremony, response, session, binding })).rejects.toThrow()
  }
  expect(await world.events()).toEqual(['passkey.added', 'passkey.added', 'passkey.limit_reached'])
})

import type { Host } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { alice, binding, bob, createWorld } from '../world.js'

const organizations = ['acme', 'globex']
const actor = { id: 'admin-1', scope: 'environment' } as const

/** A world whose host counts for whom it is asked. */
function createCountedWorld(host: Host = {}) {
  const asked: string[] = []
  const organizationsOf = ({ userId }: { readonly userId: string }) => {
    asked.push(userId)
    return organizations
  }
  const world = createWorld({ adminsMayEnroll: true, host: { organizationsOf, ...host } })
  const during = async (work: () => Promise<unknown>) => {
    asked.length = 0
    await work()
    return [...asked]
  }
  return { world, asked, during }
}

describe('the organizations of a user are asked once', () => {
  const { world, during } = createCountedWorld()
  const session = world.session()
  const named = { session, organizationId: 'acme' }
  const user = { id: alice.id, name: alice.name }

  test.each<[string, () => Promise<unknown>]>([
    ['enroll.begin', () => world.passkeys.enroll.begin({ user, session, binding })],
    ['enroll.begin in an organization', () => world.passkeys.enroll.begin({ user, ...named, binding })],
    ['prompt.decide', () => world.passkeys.prompt.decide({ ...named, on: 'sign-in' })],
    ['prompt.shown', () => world.passkeys.prompt.shown(named)],
    ['prompt.answer', () => world.passkeys.prompt.answer({ ...named, answer: 'not-now' })],
    ['manage.list', () => world.passkeys.manage.list({ session, user: undefined })],
    ['passwordAllowed', () => world.passkeys.passwordAllowed({ userId: alice.id, organizationId: 'acme' })],
    ['admin.enroll.begin', () => world.passkeys.admin.enroll.begin({ user, organizationId: 'acme', actor, binding })],
    [
      'admin.passkeys.list',
      () => world.passkeys.admin.passkeys.list({ userId: alice.id, organizationId: 'acme', actor }),
    ],
  ])('by %s', async (_, work) => {
    expect(await during(work)).toEqual([alice.id])
  })

  test.each([undefined, 'acme'])('by enroll.finish, with %s named', async (organizationId) => {
    const { ceremony, options } = await world.passkeys.enroll.begin({ user, session, organizationId, binding })
    const response = await world.authenticator().create(options)
    const finish = () => world.passkeys.enroll.finish({ ceremony, response, session, binding })
    expect(await during(finish)).toEqual([alice.id])
  })

  test('by signIn.finish', async () => {
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding, organizationId: 'acme' })
    const response = await authenticator.get(options)
    const finish = () => world.passkeys.signIn.finish({ ceremony, response, binding })
    expect(await during(finish)).toEqual([alice.id])
  })
})

describe('a preview', () => {
  const people = [alice, bob].map(({ id }) => id)

  async function enrollAll(world: ReturnType<typeof createCountedWorld>['world']) {
    for (const userId of [...people, ...people]) await world.enroll(world.authenticator(), world.session({ userId }))
  }

  const preview = (world: ReturnType<typeof createCountedWorld>['world'], organizationId?: string) =>
    world.passkeys.admin.policy.preview({ policy: { mode: 'off' }, organizationId })

  test('asks once about each user, however many passkeys they have', async () => {
    const { world, during } = createCountedWorld()
    await enrollAll(world)
    for (const organizationId of [undefined, 'acme']) {
      const asked = await during(() => preview(world, organizationId))
      expect(asked.sort()).toEqual([...people].sort())
    }
  })

  test('asks about a page of users in one call, where the host can answer for many', async () => {
    const calls: (readonly string[])[] = []
    const organizationsOfMany: Host['organizationsOfMany'] = async ({ userIds }) => {
      calls.push(userIds)
      return new Map([[alice.id, organizations]])
    }
    const { world, during } = createCountedWorld({ organizationsOfMany })
    await enrollAll(world)
    let result: Awaited<ReturnType<typeof preview>> | undefined
    const asked = await during(async () => {
      result = await preview(world, 'acme')
    })
    expect(asked).toEqual([])
    expect(calls.map((ids) => [...ids].sort())).toEqual([[...people].sort()])
    expect(result).toMatchObject({ lockedOut: 1, items: [{ userId: alice.id }] })
  })

  test('a host that can answer for many alone is asked for one as well', async () => {
    const organizationsOfMany: Host['organizationsOfMany'] = ({ userIds }) =>
      new Map(userIds.map((userId) => [userId, ['acme']]))
    const world = createWorld({ host: { organizationsOfMany } })
    const session = world.session()
    const named = (organizationId: string) => world.passkeys.prompt.decide({ session, organizationId, on: 'sign-in' })
    await expect(named('acme')).resolves.toBeDefined()
    await expect(named('globex')).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('an answer that is no map is a mistake of the host', async () => {
    const organizationsOfMany = (() => ({ [alice.id]: ['acme'] })) as unknown as NonNullable<
      Host['organizationsOfMany']
    >
    const { world } = createCountedWorld({ organizationsOfMany })
    await enrollAll(world)
    await expect(preview(world)).rejects.toThrow(TypeError)
  })

  test('of an organization needs a host that knows organizations', async () => {
    await expect(preview(createWorld(), 'acme')).rejects.toThrow(TypeError)
  })
})

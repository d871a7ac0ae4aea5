import type { PartialPolicy } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { alice, binding, createWorld, type World } from '../../world.js'

const organizationId = 'acme'
const actor = { id: 'admin-1' }
const organizationsOf = () => [organizationId]

async function createPair(environment: PartialPolicy, organization: PartialPolicy): Promise<World> {
  const world = createWorld({
    policy: { mode: 'optional', override: { enumeration: 'any' }, ...environment },
    host: { organizationsOf },
  })
  await world.passkeys.admin.policy.setOrganization({ organizationId, policy: organization, expectedVersion: 0, actor })
  return world
}

const allowed = async (world: World, identifier: string, named = true) => {
  const organization = named ? { organizationId } : {}
  return (await world.passkeys.signIn.begin({ identifier, binding, ...organization })).options.allowCredentials
}

describe('a page that names an organization', () => {
  test.each<[string, PartialPolicy, PartialPolicy]>([
    ['the environment looks up no names', { flow: 'smart' }, { flow: 'both' }],
    ['the environment is usernameless only', { enumeration: 'usernameless-only' }, { enumeration: 'decoys' }],
    ['the organization is usernameless only', {}, { enumeration: 'usernameless-only' }],
    ['the organization looks up no names', {}, { flow: 'smart' }],
  ])('%s: no name is looked up', async (_, environment, organization) => {
    const world = await createPair(environment, organization)
    await world.enroll(world.authenticator())
    for (const identifier of [alice.name, 'stranger@example.com']) expect(await allowed(world, identifier)).toEqual([])
  })

  test('learns nothing from it about who exists: both lists stay as they are, for users and for strangers', async () => {
    const world = await createPair({}, { limit: 5 })
    await world.enroll(world.authenticator())
    for (const identifier of [alice.name, 'stranger@example.com']) {
      expect(await allowed(world, identifier)).toEqual(await allowed(world, identifier, false))
    }
  })

  test('where the environment looks up no names, an organization that wants one first takes a passkey alone', async () => {
    const world = await createPair({ flow: 'smart' }, { flow: 'classic' })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ organizationId, binding })
    const response = await authenticator.get(options)
    const signIn = await world.passkeys.signIn.finish({ ceremony, response, binding })
    expect(signIn).toMatchObject({ userId: alice.id, organizationId })
    expect(await world.passkeys.config({ organizationId })).toMatchObject({ flow: 'smart' })
  })

  test('an id from findUser that no store can store is the host’s mistake', async () => {
    for (const id of ['', 'x'.repeat(256), 'a\0b', '\ud800']) {
      const world = createWorld({ host: { findUser: () => ({ id, name: 'x' }) } })
      await expect(world.passkeys.signIn.begin({ identifier: 'x', binding })).rejects.toThrow(TypeError)
    }
  })
})

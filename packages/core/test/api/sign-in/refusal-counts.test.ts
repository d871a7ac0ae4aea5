import { memoryStorage } from '@latchkey/memory'
import type { Authenticator } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { binding, createWorld, type World } from '../../world.js'

const admin = { id: 'admin-1', scope: 'environment' } as const
const tamper = { signature: () => new Uint8Array([0x30, 0]) }

/** So many sign-ins of their own with a wrong signature, each from one of the addresses. */
async function refuse(world: World, authenticator: Authenticator, addresses: readonly (string | undefined)[]) {
  for (const clientAddress of addresses) {
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    const response = await authenticator.get(options, { tamper })
    const finish = world.passkeys.signIn.finish({ ceremony, response, binding, clientAddress })
    await expect(finish).rejects.toMatchObject({ code: 'signature_invalid' })
  }
}

async function withAuthenticator(change: Parameters<typeof createWorld>[0] = {}) {
  const world = createWorld(change)
  const authenticator = world.authenticator()
  await world.enroll(authenticator)
  await world.told()
  const failures = async () => {
    await world.passkeys.sweep()
    const { items } = await world.passkeys.admin.events({ actor: admin })
    return items.flatMap(({ name, data, counts }) =>
      name === 'sign_in.failed' ? [{ reason: data.reason, ...counts }] : [],
    )
  }
  return { world, authenticator, failures }
}

describe('refusals before a genuine signature', () => {
  test('are one event for each code and minute, with counts and nothing of what was sent', async () => {
    const { world, authenticator, failures } = await withAuthenticator()
    await refuse(world, authenticator, ['a', 'b', 'a', undefined])
    expect(await failures()).toEqual([{ reason: 'signature_invalid', count: 4, addresses: 2 }])
    const [event, ...others] = await world.told()
    expect(others).toEqual([])
    expect(event).toMatchObject({ actor: { type: 'system' } })
    expect(event).not.toHaveProperty('userId')
    expect(JSON.stringify(event)).not.toContain(binding)
  })

  test('of the same minute are added to the event that is there', async () => {
    const { world, authenticator, failures } = await withAuthenticator()
    await refuse(world, authenticator, ['a'])
    await failures()
    await refuse(world, authenticator, ['b', 'c'])
    expect(await failures()).toEqual([{ reason: 'signature_invalid', count: 3, addresses: 3 }])
  })

  test('of a step-up are counted apart from those of sign-ins', async () => {
    const { world, authenticator, failures } = await withAuthenticator()
    await refuse(world, authenticator, ['a'])
    const session = world.session()
    const { ceremony, options } = await world.passkeys.stepUp.begin({ session, binding })
    const response = await authenticator.get(options, { tamper })
    const finish = world.passkeys.stepUp.finish({ ceremony, response, session, binding })
    await expect(finish).rejects.toMatchObject({ code: 'signature_invalid' })
    expect(await failures()).toEqual([{ reason: 'signature_invalid', count: 1, addresses: 1 }])
    const { items } = await world.passkeys.admin.events({ actor: admin })
    expect(items.at(-1)).toMatchObject({ name: 'passkey.use_refused', counts: { count: 1, addresses: 0 } })
  })

  test('of another minute, or with another code, are another event', async () => {
    const { world, authenticator, failures } = await withAuthenticator()
    await refuse(world, authenticator, ['a'])
    world.clock.forward(60)
    await refuse(world, authenticator, ['a'])
    const { ceremony } = await world.passkeys.signIn.begin({ binding })
    await expect(world.passkeys.signIn.finish({ ceremony, response: {}, binding })).rejects.toThrow()
    expect((await failures()).map(({ reason, count }) => [reason, count]).sort()).toEqual([
      ['malformed_response', 1],
      ['signature_invalid', 1],
      ['signature_invalid', 1],
    ])
  })

  test('are written by the first refusal of a later minute, and by sweeping', async () => {
    const { world, authenticator } = await withAuthenticator()
    await refuse(world, authenticator, ['a'])
    expect(await world.events()).toEqual([])
    world.clock.forward(60)
    await refuse(world, authenticator, ['a'])
    expect(await world.events()).toEqual(['sign_in.failed'])
    await world.passkeys.sweep()
    expect(await world.events()).toEqual(['sign_in.failed'])
  })

  test('do not count in the figures', async () => {
    const { world, authenticator } = await withAuthenticator()
    await refuse(world, authenticator, ['a', 'b', 'c'])
    await world.passkeys.sweep()
    const span = { from: world.clock.now - 60_000, to: world.clock.now + 1000, actor: admin }
    const { items } = await world.passkeys.admin.adoption(span)
    expect(items[0]?.failures).toEqual({})
  })

  test('are refused as before when the store is away', async () => {
    const storage = memoryStorage()
    const { world, authenticator } = await withAuthenticator({ storage })
    storage.events.tally = () => Promise.reject(new Error('away'))
    await refuse(world, authenticator, ['a'])
    world.clock.forward(60)
    await refuse(world, authenticator, ['a'])
  })

  test('an envelope that does not open writes nothing', async () => {
    const { world, failures } = await withAuthenticator()
    const finish = world.passkeys.signIn.finish({ ceremony: 'made up', response: {}, binding })
    await expect(finish).rejects.toMatchObject({ code: 'ceremony_invalid' })
    expect(await failures()).toEqual([])
  })
})

import { PasskeyError } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import type { PasskeyStorage } from '@latchkey/storage'
import type { AuthenticationTamper } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { createRefusedFinishes } from '../../src/ceremony/refused-finishes.js'
import { usersApart } from '../host-users.js'
import { alice, binding, bob, createWorld, rpId, type World } from '../world.js'

const flipped: AuthenticationTamper = { signature: (it) => it.map((byte, at) => (at === 20 ? byte ^ 1 : byte)) }
const refused = (code: string) => expect.objectContaining({ code })

/** A world that counts what is asked of its storage. */
function createCountedWorld(rates: Partial<PasskeyStorage['rates']> = {}, base = memoryStorage()) {
  const calls: string[] = []
  const storage: PasskeyStorage = {
    ...base,
    passkeys: {
      ...base.passkeys,
      find: (asked, id) => {
        calls.push('find')
        return base.passkeys.find(asked, id)
      },
    },
    rates: {
      ...base.rates,
      hit: (...input) => {
        calls.push('hit')
        return (rates.hit ?? base.rates.hit)(...input)
      },
      read: (...input) => {
        calls.push('read')
        return (rates.read ?? base.rates.read)(...input)
      },
    },
  }
  return { world: createWorld({ storage }), base, calls }
}

/** A sign-in that was begun, its honest answer and one with a wrong signature. */
async function begun({ passkeys, ...world }: World) {
  const authenticator = world.authenticator()
  await world.enroll(authenticator)
  const { ceremony, options } = await passkeys.signIn.begin({ binding })
  const forged = await authenticator.get(options, { tamper: flipped })
  const honest = await authenticator.get(options)
  const finish = (response: unknown, of: World = { passkeys, ...world }) =>
    of.passkeys.signIn.finish({ ceremony, response, binding })
  return { ceremony, forged, honest, finish }
}

describe('refused finishes of one ceremony', () => {
  test('the fifth kills it: what follows is ceremony_invalid, reads nothing and counts nothing', async () => {
    const { world, calls } = createCountedWorld()
    const { finish, forged, honest } = await begun(world)
    for (let attempt = 0; attempt < 5; attempt++) {
      await expect(finish(forged)).rejects.toEqual(refused('signature_invalid'))
    }
    calls.length = 0
    await expect(finish(forged)).rejects.toEqual(refused('ceremony_invalid'))
    await expect(finish(honest)).rejects.toEqual(refused('ceremony_invalid'))
    expect(calls).toEqual([])
  })

  test('after four a genuine answer still signs in', async () => {
    const { world } = createCountedWorld()
    const { finish, forged, honest } = await begun(world)
    for (let attempt = 0; attempt < 4; attempt++) await expect(finish(forged)).rejects.toThrow()
    await expect(finish(honest)).resolves.toMatchObject({ userId: alice.id })
  })

  test('a finish without a refusal before it reads no rate store; a refusal hits it', async () => {
    const { world, calls } = createCountedWorld()
    const first = await begun(world)
    calls.length = 0
    await first.finish(first.honest)
    expect(calls).toEqual(['find'])
    const second = await world.passkeys.signIn.begin({ binding })
    const attempt = () => world.passkeys.signIn.finish({ ceremony: second.ceremony, response: null, binding })
    calls.length = 0
    await expect(attempt()).rejects.toEqual(refused('malformed_response'))
    expect(calls).toEqual(['hit'])
    await expect(attempt()).rejects.toEqual(refused('malformed_response'))
    expect(calls).toEqual(['hit', 'read', 'hit'])
  })

  test('over several processes at most four and one for each are worked for', async () => {
    const { world, base, calls } = createCountedWorld()
    const others = Array.from({ length: 3 }, () => createCountedWorld({}, base))
    const { finish, forged } = await begun(world)
    const codes: string[] = []
    for (let round = 0; round < 10; round++) {
      for (const process of [{ world, calls }, ...others]) {
        const { code } = await finish(forged, process.world).catch((error) => error)
        codes.push(code)
      }
    }
    expect(codes.filter((code) => code === 'signature_invalid').length).toBeLessThanOrEqual(4 + 4)
    expect(codes.slice(8)).toEqual(codes.slice(8).map(() => 'ceremony_invalid'))
  })

  test.each([1, 4, 5])('sent a hundred times at once after %i refusals: five in all are worked for', async (before) => {
    const { world } = createCountedWorld()
    const { finish, forged } = await begun(world)
    const first = await Promise.allSettled(Array.from({ length: before }, () => finish(forged)))
    const then = await Promise.allSettled(Array.from({ length: 100 }, () => finish(forged)))
    const codes = [...first, ...then].map((it) => (it.status === 'rejected' ? it.reason.code : 'signed in'))
    expect(codes.filter((code) => code === 'signature_invalid')).toHaveLength(5)
    expect(new Set(codes)).toEqual(new Set(['signature_invalid', 'ceremony_invalid']))
  })

  test('a hundred honest answers at once still have one winner, and the rest are spent', async () => {
    const { world } = createCountedWorld()
    const { finish, honest } = await begun(world)
    const all = await Promise.allSettled(Array.from({ length: 100 }, () => finish(honest)))
    const codes = all.map((it) => (it.status === 'rejected' ? it.reason.code : 'signed in'))
    expect(codes.filter((code) => code === 'signed in')).toHaveLength(1)
    expect(codes.filter((code) => code === 'ceremony_spent')).toHaveLength(99)
  })

  test.each<[string, Partial<PasskeyStorage['rates']>]>([
    [
      'is away',
      { hit: async () => Promise.reject(new Error('away')), read: async () => Promise.reject(new Error('away')) },
    ],
    ['returns nonsense', { hit: async () => ({ count: Number.NaN, resetsAt: 0 }), read: async () => null as never }],
  ])('a rate store that %s changes no code: the process counts by itself', async (_, rates) => {
    const { world } = createCountedWorld(rates)
    const { finish, forged } = await begun(world)
    for (let attempt = 0; attempt < 5; attempt++) {
      await expect(finish(forged)).rejects.toEqual(refused('signature_invalid'))
    }
    await expect(finish(forged)).rejects.toEqual(refused('ceremony_invalid'))
  })

  test('another browser counts nothing: it cannot end the ceremony of this one', async () => {
    const { world } = createCountedWorld()
    const { ceremony, finish, forged, honest } = await begun(world)
    for (let attempt = 0; attempt < 20; attempt++) {
      const other = world.passkeys.signIn.finish({ ceremony, response: forged, binding: 'another browser' })
      await expect(other).rejects.toEqual(refused('ceremony_invalid'))
    }
    await expect(finish(honest)).resolves.toMatchObject({ userId: alice.id })
  })

  test('one ceremony does not count for another', async () => {
    const { world } = createCountedWorld()
    const first = await begun(world)
    for (let attempt = 0; attempt < 6; attempt++) await expect(first.finish(first.forged)).rejects.toThrow()
    await expect(world.signIn(world.authenticator())).rejects.toThrow()
    const second = await begun(world)
    await expect(second.finish(second.honest)).resolves.toMatchObject({ userId: alice.id })
  })

  test('ten thousand are remembered, and the oldest is forgotten first', async () => {
    const now = () => 0
    const { run } = createRefusedFinishes({ storage: { ...memoryStorage(), rates: undefined as never }, now })
    const refuse = (id: string) =>
      run({ id, expiresAt: 300_000 }, () => Promise.reject(new PasskeyError('signature_invalid'))).catch(
        ({ code }) => code,
      )
    const refuseOthers = async (prefix: string, count: number) => {
      for (let at = 0; at < count; at++) await refuse(`${prefix}-${at}`)
    }
    for (let count = 0; count < 5; count++) expect(await refuse('first')).toBe('signature_invalid')
    await refuseOthers('some', 9_999)
    expect(await refuse('first')).toBe('ceremony_invalid')
    await refuseOthers('other', 10_000)
    expect(await refuse('first')).toBe('signature_invalid')
  })
})

describe('what is not counted', () => {
  const sixTimes = async (attempt: () => Promise<unknown>, code: string) => {
    for (let count = 0; count < 6; count++) await expect(attempt()).rejects.toEqual(refused(code))
  }

  test('ceremony_spent', async () => {
    const { world } = createCountedWorld()
    const { finish, honest } = await begun(world)
    await finish(honest)
    await sixTimes(() => finish(honest), 'ceremony_spent')
  })

  test('storage_unavailable', async () => {
    const { world } = createCountedWorld()
    const { finish, honest } = await begun(world)
    const find = world.storage.passkeys.find
    Object.assign(world.storage.passkeys, { find: () => Promise.reject(new Error('away')) })
    await sixTimes(() => finish(honest), 'storage_unavailable')
    Object.assign(world.storage.passkeys, { find })
    await expect(finish(honest)).resolves.toMatchObject({ userId: alice.id })
  })

  test('a host that rejects', async () => {
    let isDown = true
    const maySignIn = () => {
      if (isDown) throw new Error('The host is down.')
      return true
    }
    const world = createWorld({ host: { maySignIn } })
    const { finish, honest } = await begun(world)
    for (let count = 0; count < 6; count++) await expect(finish(honest)).rejects.toThrow('The host is down.')
    isDown = false
    await expect(finish(honest)).resolves.toMatchObject({ userId: alice.id })
  })

  test('identifier_taken', async () => {
    const users = usersApart()
    const world = createWorld({ policy: { mode: 'optional', signUp: true }, host: users.host })
    const profile = { email: 'ada@example.com' }
    const { ceremony, options } = await world.passkeys.signUp.begin({ profile, binding })
    const response = await world.authenticator().create(options)
    await users.host.createUser?.({ userId: 'user-earlier', profile })
    await sixTimes(() => world.passkeys.signUp.finish({ ceremony, response, binding }), 'identifier_taken')
  })

  test('recent_authentication_required', async () => {
    const world = createWorld()
    const session = world.session()
    const user = { id: alice.id, name: alice.name }
    const { ceremony, options } = await world.passkeys.enroll.begin({ user, session, binding })
    const response = await world.authenticator().create(options)
    const old = { ...session, authenticatedAt: session.authenticatedAt - 301_000 }
    const finish = (as = session) => world.passkeys.enroll.finish({ ceremony, response, session: as, binding })
    await sixTimes(() => finish(old), 'recent_authentication_required')
    await expect(finish()).resolves.toMatchObject({ signals: { rpId } })
  })
})

describe('every ceremony that has a finish', () => {
  test('enroll: the sixth is ceremony_invalid, before anything is read', async () => {
    const world = createWorld()
    const session = world.session({ userId: bob.id })
    const { ceremony } = await world.passkeys.enroll.begin({ user: bob, session, binding })
    const finish = () => world.passkeys.enroll.finish({ ceremony, response: null, session, binding })
    for (let count = 0; count < 5; count++) await expect(finish()).rejects.toEqual(refused('malformed_response'))
    let reads = 0
    const { listByUser } = world.storage.passkeys
    const counted: typeof listByUser = (...input) => {
      reads++
      return listByUser(...input)
    }
    Object.assign(world.storage.passkeys, { listByUser: counted })
    await expect(finish()).rejects.toEqual(refused('ceremony_invalid'))
    expect(reads).toBe(0)
  })

  test('enroll by an admin', async () => {
    const world = createWorld({ adminsMayEnroll: true })
    const actor = { id: 'admin-1' }
    const { ceremony } = await world.passkeys.admin.enroll.begin({ user: bob, actor, binding })
    const input = { userId: bob.id, actor, ceremony, response: null, binding }
    const finish = () => world.passkeys.admin.enroll.finish(input)
    for (let count = 0; count < 5; count++) await expect(finish()).rejects.toEqual(refused('malformed_response'))
    await expect(finish()).rejects.toEqual(refused('ceremony_invalid'))
  })

  test('sign-up', async () => {
    const world = createWorld({ policy: { mode: 'optional', signUp: true }, host: usersApart().host })
    const { ceremony } = await world.passkeys.signUp.begin({ profile: { email: 'ada@example.com' }, binding })
    const finish = () => world.passkeys.signUp.finish({ ceremony, response: null, binding })
    for (let count = 0; count < 5; count++) await expect(finish()).rejects.toEqual(refused('malformed_response'))
    await expect(finish()).rejects.toEqual(refused('ceremony_invalid'))
  })
})

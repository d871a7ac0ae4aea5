import type { PasskeysConfig } from '@latchkey/core'
import { createPasskeys } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import type { RateStore } from '@latchkey/storage'
import { describe, expect, test } from 'vitest'
import { binding, createWorld, rpId, secret, type World } from '../world.js'

const refused = (code: string) => expect.objectContaining({ code })
const three = { limits: { signInBegin: { most: 3, windowSeconds: 60 } } } as const

/** What becomes of each begin: `begun`, or the code. */
async function begin({ passkeys }: Pick<World, 'passkeys'>, addresses: readonly (string | undefined)[]) {
  const outcomes: string[] = []
  for (const clientAddress of addresses) {
    const begun = passkeys.signIn.begin({ binding, clientAddress })
    outcomes.push(await begun.then(() => 'begun').catch(({ code }) => code))
  }
  return outcomes
}

describe('a limit by address', () => {
  test('refuses the call after the last one, and says for how long', async () => {
    const world = createWorld(three)
    expect(await begin(world, Array(3).fill('203.0.113.7'))).toEqual(['begun', 'begun', 'begun'])
    world.clock.forward(20.5)
    await expect(world.passkeys.signIn.begin({ binding, clientAddress: '203.0.113.7' })).rejects.toMatchObject({
      code: 'too_many_tries',
      status: 429,
      limit: { name: 'signInBegin', most: 3, windowSeconds: 60, retryAfterSeconds: 40 },
    })
  })

  test('ends with its window', async () => {
    const world = createWorld(three)
    await begin(world, Array(9).fill('203.0.113.7'))
    world.clock.forward(60)
    expect(await begin(world, ['203.0.113.7'])).toEqual(['begun'])
  })

  test.each([
    ['another IPv4 address', '203.0.113.7', '203.0.113.8', 'begun'],
    ['the same with a port', '203.0.113.7', '203.0.113.7:50123', 'too_many_tries'],
    ['the same, mapped into IPv6', '203.0.113.7', '::ffff:203.0.113.7', 'too_many_tries'],
    ['another address of the same /64', '2001:db8:1:2::1', '2001:db8:1:2:ffff::9', 'too_many_tries'],
    ['the same in brackets, with a port', '2001:db8:1:2::1', '[2001:DB8:1:2::1]:443', 'too_many_tries'],
    ['the neighboring /64', '2001:db8:1:2::1', '2001:db8:1:3::1', 'begun'],
    ['the same link-local /64 with a zone', 'fe80::1', 'fe80::2%eth0', 'too_many_tries'],
    ['a name of the host’s own', 'client-1', 'client-1', 'too_many_tries'],
    ['another name of the host’s own', 'client-1', 'client-2', 'begun'],
  ])('%s', async (_, first, second, outcome) => {
    const world = createWorld(three)
    await begin(world, Array(3).fill(first))
    expect(await begin(world, [second])).toEqual([outcome])
  })

  test.each([[undefined], ['']])('without an address (%j) counts nothing', async (clientAddress) => {
    expect(await begin(createWorld(three), Array(9).fill(clientAddress))).toEqual(Array(9).fill('begun'))
  })

  test('that is none counts nothing', async () => {
    const world = createWorld({ limits: { signInBegin: 'none' } })
    expect(new Set(await begin(world, Array(400).fill('203.0.113.7')))).toEqual(new Set(['begun']))
  })

  test('holds over all processes of one storage, each environment for itself', async () => {
    const storage = memoryStorage()
    const [one, another] = [createWorld({ ...three, storage }), createWorld({ ...three, storage })]
    await begin(one, Array(3).fill('203.0.113.7'))
    expect(await begin(another, ['203.0.113.7'])).toEqual(['too_many_tries'])
    expect(await begin(createWorld({ ...three, storage, environment: 'staging' }), ['203.0.113.7'])).toEqual(['begun'])
  })

  test('never refuses a finish: a genuine signature from a full address signs in', async () => {
    const world = createWorld(three)
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const clientAddress = '203.0.113.7'
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding, clientAddress })
    await begin(world, Array(9).fill(clientAddress))
    const response = await authenticator.get(options)
    const signedIn = await world.passkeys.signIn.finish({ ceremony, response, binding, clientAddress })
    expect(signedIn.kind).toBe('sign-in')
  })

  test('stores no address', async () => {
    const keys: string[] = []
    const storage = memoryStorage()
    const rates: RateStore = {
      ...storage.rates,
      hit(key, ...rest) {
        keys.push(key)
        return storage.rates.hit(key, ...rest)
      },
    }
    await begin(createWorld({ storage: { ...storage, rates } }), ['203.0.113.7', '2001:db8::1'])
    expect(keys).toEqual([
      expect.stringMatching(/^limit:signInBegin:[\w-]{43}$/),
      expect.stringMatching(/^limit:signInBegin:[\w-]{43}$/),
    ])
  })
})

describe('by default', () => {
  test('500 sign-ins begun from one address end in too_many_tries', async () => {
    const outcomes = await begin(createWorld(), Array(500).fill('203.0.113.7'))
    expect(outcomes.filter((it) => it === 'begun')).toHaveLength(300)
    expect(outcomes.at(-1)).toBe('too_many_tries')
  })

  test('sign-ups have a limit of their own', async () => {
    const { passkeys } = createWorld({
      policy: { mode: 'optional', signUp: true },
      host: {
        createUser: async () => undefined,
        confirmUser: async () => undefined,
        discardUser: async () => undefined,
      },
    })
    const signUp = () =>
      passkeys.signUp.begin({ profile: { email: 'new@example.com' }, binding, clientAddress: '203.0.113.7' })
    for (let call = 0; call < 60; call++) await signUp()
    await expect(signUp()).rejects.toEqual(refused('too_many_tries'))
    expect(await begin({ passkeys }, ['203.0.113.7'])).toEqual(['begun'])
  })
})

describe('a rate store', () => {
  const broken: readonly (readonly [string, RateStore['hit']])[] = [
    ['is away', () => Promise.reject(new Error('ECONNREFUSED'))],
    [
      'throws',
      () => {
        throw new Error('not connected')
      },
    ],
    ['returns no count', async () => ({ count: Number.NaN, resetsAt: Date.UTC(2026, 10, 21, 13) })],
    ['returns a window that has closed', async (_, __, now) => ({ count: 1000, resetsAt: now })],
    ['returns a window of a year', async (_, __, now) => ({ count: 1000, resetsAt: now + 365 * 86_400_000 })],
  ]

  test.each(broken)('that %s: sign-ins are served, codes are not judged', async (_, hit) => {
    const storage = memoryStorage()
    const world = createWorld({ storage: { ...storage, rates: { ...storage.rates, hit } } })
    expect(await begin(world, ['203.0.113.7'])).toEqual(['begun'])
    const redemption = { id: 'A'.repeat(22), code: 'ABCDEFGHJKMN', binding, clientAddress: '203.0.113.7' }
    await expect(world.passkeys.invitations.redeem(redemption)).rejects.toEqual(refused('storage_unavailable'))
  })
})

describe('the configuration refuses', () => {
  test.each<[string, unknown]>([
    ['a name that is no limit', { signInFinish: { most: 1, windowSeconds: 1 } }],
    ['a number', { signInBegin: 100 }],
    ['false', { signInBegin: false }],
    ['no calls', { signInBegin: { most: 0, windowSeconds: 60 } }],
    ['half a call', { signInBegin: { most: 1.5, windowSeconds: 60 } }],
    ['a window of milliseconds', { signInBegin: { most: 10, windowSeconds: 86_400_000 } }],
    ['a missing window', { signInBegin: { most: 10 } }],
    ['an unknown member', { signInBegin: { most: 10, windowSeconds: 60, per: 'address' } }],
  ])('%s', (_, limits) => {
    const config = { relyingParty: { id: rpId, name: 'Example' }, secret, storage: memoryStorage(), limits }
    expect(() => createPasskeys(config as PasskeysConfig)).toThrow(/createPasskeys: limits/)
  })
})

import type { EffectivePolicy, PartialPolicy } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import type { PasskeyRecord, PasskeyStorage } from '@latchkey/storage'
import type { CredentialDescriptorJSON, CredentialId, UserHandle } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'
import { binding, createWorld, rpId, type World } from '../../world.js'

/** Mulberry32: the same numbers in each run. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const yubikey = '2fc0579f-8113-47ea-b116-bb5a8db9202a'

/** What users of this deployment have: other looks, in other shares, than Latchkey knows by itself. Shares are added up. */
const kinds: readonly (readonly [upTo: number, bytes: number, Partial<PasskeyRecord>])[] = [
  [
    0.3,
    20,
    { transports: ['internal', 'hybrid'], backupEligible: true, aaguid: 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd' },
  ],
  [0.5, 33, { transports: ['internal'], backupEligible: true, aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4' }],
  [0.7, 32, { transports: ['internal'], aaguid: '08987058-cadc-4b81-b6e1-30de50dcbe96', algorithm: -257 }],
  [
    0.9,
    64,
    {
      transports: ['usb', 'nfc'],
      aaguid: yubikey,
      attestation: { format: 'packed', type: 'certified', trusted: true },
    },
  ],
  [1, 96, { transports: [], discoverable: false }],
]

interface Population {
  readonly storage: PasskeyStorage
  readonly users: readonly string[]
  readonly strangers: readonly string[]
}

async function createPopulation(people: number, seed = 1): Promise<Population> {
  const random = randomNumbers(seed)
  const storage = memoryStorage()
  const users = Array.from({ length: people }, (_, at) => `user-${at}@example.com`)
  for (const userId of users) {
    const count = [1, 1, 1, 1, 2, 2, 2, 3, 3, 5][Math.floor(random() * 10)] ?? 1
    for (let each = 0; each < count; each++) await add(storage, userId, random)
  }
  return { storage, users, strangers: users.map((name) => `no-${name}`) }
}

async function add(storage: PasskeyStorage, userId: string, random: () => number): Promise<void> {
  const drawn = random()
  const [, bytes, look] = kinds.find(([upTo]) => drawn < upTo) ?? [1, 16, {}]
  const id = Buffer.from(Array.from({ length: bytes }, () => Math.floor(random() * 256))).toString('base64url')
  const passkey: PasskeyRecord = {
    rpId,
    id: id as CredentialId,
    userId,
    userHandle: Buffer.from(userId).toString('base64url') as UserHandle,
    publicKey: new Uint8Array(77),
    algorithm: -7,
    signCount: 0,
    signInCount: 0,
    name: 'a passkey',
    aaguid: '00000000-0000-0000-0000-000000000000',
    attestation: { format: 'none', type: 'none', trusted: false },
    transports: [],
    discoverable: true,
    backupEligible: false,
    backedUp: false,
    userVerified: true,
    status: 'active',
    suspendedBy: [],
    source: 'self',
    createdAt: 0,
    ...look,
  }
  const { account } = await storage.passkeys.listByUser(rpId, userId)
  const accountVersion = account?.version ?? 0
  const spend = [{ id: Buffer.from(id).toString('base64url').slice(0, 22), expiresAt: 1 }]
  const outcome = await storage.passkeys.add(passkey, { spend, limit: 100, accountVersion, events: [] })
  expect(outcome).toBe('added')
}

const users = (storage: PasskeyStorage, policy: PartialPolicy = {}): World =>
  createWorld({
    storage,
    policy: { mode: 'optional', ...policy },
    host: {
      findUser: (identifier) => (identifier.startsWith('user-') ? { id: identifier, name: identifier } : undefined),
    },
  })

type List = readonly CredentialDescriptorJSON[]

async function listOf({ passkeys }: World, identifier: string, organizationId?: string): Promise<List> {
  return (await passkeys.signIn.begin({ identifier, organizationId, binding })).options.allowCredentials
}

const bytesOf = ({ id }: { readonly id: string }) => Buffer.from(id, 'base64url').length

/** What a script could look at, one at a time. */
const fields: Readonly<Record<string, (list: List) => string>> = {
  'how many there are': (list) => String(list.length),
  'the length of the first id': ([first]) => String(first && bytesOf(first)),
  'the lengths of all ids': (list) => String(new Set(list.map(bytesOf)).size),
  'the longest id': (list) => String(Math.max(...list.map(bytesOf))),
  'the transports of the first': ([first]) => JSON.stringify(first?.transports),
  'whether one has no transports': (list) => String(list.some(({ transports }) => transports === undefined)),
  'all transports together': (list) => [...new Set(list.flatMap(({ transports = [] }) => transports))].sort().join(),
  'the first bit of the first id': ([first]) => String((first ? (Buffer.from(first.id, 'base64url')[0] ?? 0) : 0) >> 7),
  'the members of the first': ([first]) => Object.keys(first ?? {}).join(),
}

/** How often the best rule over one field is right: for each value it says what more of the lists with it are. */
function bestGuess(real: readonly List[], pretended: readonly List[], field: (list: List) => string): number {
  const counts = new Map<string, [number, number]>()
  for (const [side, lists] of [real, pretended].entries()) {
    for (const list of lists) {
      const count = counts.get(field(list)) ?? [0, 0]
      count[side as 0 | 1]++
      counts.set(field(list), count)
    }
  }
  const right = [...counts.values()].reduce((sum, [left, other]) => sum + Math.max(left, other), 0)
  return right / (real.length + pretended.length)
}

const policies: Readonly<Record<string, PartialPolicy>> = {
  'everything allowed': {},
  'device-bound only': { kinds: { synced: false }, authenticators: { at: 'enroll-and-sign-in' } },
  'synced only': { kinds: { deviceBound: false }, authenticators: { at: 'enroll-and-sign-in' } },
  'one model of security key': {
    authenticators: { allow: [yubikey], unproven: 'accept', at: 'enroll-and-sign-in' },
  },
}

describe('over ten thousand identifiers no rule over one field tells users from strangers', async () => {
  const population = await createPopulation(5000)

  test.each(Object.entries(policies))(
    '%s',
    async (_, policy) => {
      const world = users(population.storage, policy)
      const lists = async (names: readonly string[]) => {
        const found: List[] = []
        for (const name of names) found.push(await listOf(world, name))
        return found
      }
      const [real, pretended] = [await lists(population.users), await lists(population.strangers)]
      const guesses = Object.entries(fields).map(([name, field]) => [name, bestGuess(real, pretended, field)] as const)
      expect(guesses.filter(([, share]) => share > 0.52)).toEqual([])
    },
    300_000,
  )
})

/** How one list relates to another of the same name. */
function relation(left: List, right: List): string {
  const [one, other] = [new Set(left.map(({ id }) => id)), new Set(right.map(({ id }) => id))]
  const shared = [...one].filter((id) => other.has(id)).length
  if (shared === 0) return 'disjoint'
  if (shared === one.size) return shared === other.size ? 'equal' : 'subset'
  return shared === other.size ? 'superset' : 'overlapping'
}

const at = 'enroll-and-sign-in'
const choices: readonly PartialPolicy[] = [
  {},
  { kinds: { synced: false }, authenticators: { at } },
  { kinds: { deviceBound: false }, authenticators: { at } },
  { authenticators: { at, allow: [yubikey], unproven: 'accept' } },
  { authenticators: { at, deny: [yubikey] } },
  { authenticators: { at, unknown: 'deny' } },
  { trust: { require: true }, attestation: 'direct', authenticators: { at } },
]
const pairs = choices.flatMap((left, index) => choices.slice(index + 1).map((right) => [left, right] as const))

describe('under any two policies the lists of users and of strangers relate alike', async () => {
  const population = await createPopulation(1000, 2)
  // The table is frozen by the first name that is looked up.
  await listOf(users(population.storage), 'no-one@example.com')
  const lists = new Map<PartialPolicy, { readonly real: readonly List[]; readonly pretended: readonly List[] }>()
  for (const policy of choices) {
    const world = users(population.storage, policy)
    const of = (names: readonly string[]) => Promise.all(names.map((name) => listOf(world, name)))
    lists.set(policy, { real: await of(population.users), pretended: await of(population.strangers) })
  }

  test('in twenty pairs and more', () => expect(pairs.length).toBeGreaterThanOrEqual(20))

  test.each(pairs)('%j and %j', (left, right) => {
    const [one, other] = [lists.get(left), lists.get(right)]
    const shares = (side: 'real' | 'pretended') => {
      const all = one?.[side].map((list, index) => relation(list, other?.[side][index] ?? [])) ?? []
      return new Map([...new Set(all)].map((name) => [name, all.filter((it) => it === name).length / all.length]))
    }
    const [real, pretended] = [shares('real'), shares('pretended')]
    for (const name of new Set([...real.keys(), ...pretended.keys()])) {
      // Three standard deviations of what is counted among a thousand.
      expect(Math.abs((real.get(name) ?? 0) - (pretended.get(name) ?? 0)), name).toBeLessThan(0.07)
    }
    for (const list of [...(one?.real ?? []), ...(one?.pretended ?? [])]) expect(list.length).toBeGreaterThan(0)
  })
})

describe('a new deployment, with no passkeys to go by', () => {
  const strangers = Array.from({ length: 1000 }, (_, index) => `no-${index}@example.com`)
  const all = async (policy: PartialPolicy) => {
    const world = users(memoryStorage(), policy)
    return Promise.all(strangers.map((name) => listOf(world, name)))
  }
  const transportsOf = (lists: readonly List[]) =>
    new Set(lists.flat().map(({ transports = [] }) => transports.join('+')))

  test.each<[string, PartialPolicy]>([
    ['by their attachment', { attachment: 'cross-platform' }],
    ['by a list of models', { authenticators: { allow: [yubikey], unproven: 'accept' } }],
    [
      'by models that are not known here',
      {
        authenticators: {
          allow: ['a25342c0-3cdc-4414-8e46-f4807fca511c'],
          unproven: 'accept',
        },
      },
    ],
  ])('security keys only, %s: no decoy is of another kind, and usb with nfc is among them', async (_, policy) => {
    const transports = transportsOf(await all(policy))
    expect([...transports].every((it) => ['usb', 'nfc+usb'].includes(it))).toBe(true)
    expect(transports.has('nfc+usb')).toBe(true)
  })

  test('device-bound only: none is synced', async () => {
    expect(transportsOf(await all({ kinds: { synced: false } })).has('hybrid+internal')).toBe(false)
  })

  test('lists of three and more are among them, none is empty and none is longer than twenty', async () => {
    const lengths = (await all({})).map(({ length }) => length)
    expect(Math.min(...lengths)).toBe(1)
    expect(Math.max(...lengths)).toBeGreaterThanOrEqual(3)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(20)
  })
})

describe('the table is frozen once', () => {
  test('what comes after changes no decoy: passkeys, policies and processes', async () => {
    const { storage } = await createPopulation(200, 3)
    const before = await listOf(users(storage), 'no-one@example.com')
    const random = randomNumbers(4)
    for (let at = 0; at < 200; at++) await add(storage, `user-later-${at}@example.com`, random)
    for (const policy of [{}, { kinds: { synced: false } }, { algorithms: [-8] }] satisfies PartialPolicy[]) {
      expect(await listOf(users(storage, policy), 'no-one@example.com')).toEqual(before)
    }
  })

  test('two processes that begin at once draw from the same', async () => {
    const { storage } = await createPopulation(150, 5)
    const lists = await Promise.all(Array.from({ length: 10 }, () => listOf(users(storage), 'no-one@example.com')))
    for (const list of lists) expect(list).toEqual(lists[0])
  })

  test('a table that cannot be read is storage_unavailable, and is read again', async () => {
    const storage = memoryStorage()
    const { read } = storage.policies
    let isBroken = true
    Object.assign(storage.policies, {
      read: async (...asked: Parameters<typeof read>) => {
        const records = await read(...asked)
        return isBroken ? records.map((it) => (it.scope === 'decoys' ? { ...it, policy: {} } : it)) : records
      },
    })
    const world = users(storage)
    await expect(listOf(world, 'no-one@example.com')).rejects.toMatchObject({ code: 'storage_unavailable' })
    isBroken = false
    await expect(listOf(world, 'no-one@example.com')).resolves.not.toEqual([])
  })
})

test.each([
  {
    identifier: 'no-one@example.com',
    list: [
      { id: 'GE8fehkNTmOu7NRA7nqQWua3bArxsCm36SSFWLcRPXMWaJ_n11MEKzXS1bvzceKx', transports: ['usb'] },
      { id: 'Sg082ZgID6intGqt9okSOeHYnTY', transports: ['hybrid', 'internal'] },
    ],
  },
  {
    identifier: 'third@example.com',
    list: [
      { id: 'INt-gSE9iMnmTe1jm-Ioq7oD_aepi959yR858kscK0I', transports: ['internal'] },
      { id: 'UFFoVyithUGiE0Cx-paa1r1xEdk', transports: ['hybrid', 'internal'] },
    ],
  },
])('a new version draws the same for $identifier: what changes is no passkey', async ({ identifier, list }) => {
  expect(await listOf(users(memoryStorage()), identifier)).toEqual(list.map((it) => ({ type: 'public-key', ...it })))
})

describe('lists that browsers take', () => {
  async function createHolder(count: number) {
    const world = users(memoryStorage(), { limit: 100 })
    const random = randomNumbers(6)
    for (let at = 0; at < count; at++) await add(world.storage, 'user-1', random)
    const { passkeys } = await world.storage.passkeys.listByUser(rpId, 'user-1')
    return { world, ids: passkeys.map(({ id }) => id) }
  }

  test('at most twenty are allowed, the last used ones', async () => {
    const { world, ids } = await createHolder(25)
    const [used = ''] = ids
    const find = world.storage.passkeys.listByUser
    Object.assign(world.storage.passkeys, {
      listByUser: async (...input: Parameters<typeof find>) => {
        const { passkeys, ...rest } = await find(...input)
        return { ...rest, passkeys: passkeys.map((it) => (it.id === used ? { ...it, lastUsedAt: 1000 } : it)) }
      },
    })
    const list = await listOf(world, 'user-1')
    expect(list).toHaveLength(20)
    expect(list.map(({ id }) => id)).toContain(used)
  })

  test('at most sixty-four are excluded', async () => {
    // Those that are known not to be discoverable are not excluded.
    const { world } = await createHolder(90)
    const session = world.session({ userId: 'user-1' })
    const user = { id: 'user-1', name: 'user-1' }
    const { options } = await world.passkeys.enroll.begin({ user, session, binding })
    expect(options.excludeCredentials).toHaveLength(64)
  })
})

test('where no passkey of a user is usable the list is one that a stranger could have', async () => {
  const { storage, users: names } = await createPopulation(300, 7)
  const policy: PartialPolicy = {
    authenticators: { at, deny: [...new Set(kinds.flatMap(([, , it]) => it.aaguid ?? []))] },
  }
  const world = users(storage, policy)
  const { policy: effective }: { policy: EffectivePolicy } = await world.passkeys.policy.effective()
  expect(effective.authenticators.deny).toHaveLength(4)
  for (const name of names.slice(0, 50)) {
    const list = await listOf(world, name)
    expect(list.length).toBeGreaterThan(0)
    expect(await listOf(world, name)).toEqual(list)
  }
})

import { memoryStorage } from '@latchkey/memory'
import type { EventRecord, PasskeyStorage } from '@latchkey/storage'
import { describe, expect, test } from 'vitest'
import { alice, bob, createWorld, rpId, type World } from '../../world.js'
import { confirm, stepUp, useSecondFactor } from '../own-ceremonies.js'

const actor = { id: 'admin-1' }
const day = 24 * 60 * 60
const today = Date.UTC(2026, 10, 21)
const span = { from: today, to: today + 2 * day * 1000, actor }
const host = {
  organizationsOf: ({ userId }: { readonly userId: string }) => (userId === alice.id ? ['acme'] : ['zeta']),
}

const read = async ({ passkeys }: World, change: { readonly organizationId?: string } = {}) =>
  (await passkeys.admin.adoption({ ...span, ...change })).items

/** One event of its own, as a flow would write it. */
function eventAt(at: number, number: number, change: Partial<EventRecord> = {}): EventRecord {
  const id = at.toString(16).padStart(12, '0') + number.toString(16).padStart(20, '0')
  return { id, name: 'passkey.used', at, rpId, actor: { type: 'user' }, data: { purpose: 'sign-in' }, ...change }
}

function changeEvents(storage: PasskeyStorage, change: Partial<PasskeyStorage['events']>): PasskeyStorage {
  return { ...storage, events: { ...storage.events, ...change } }
}

describe('adoption', () => {
  test('a day as it was played: asked, declined, asked again, made a passkey, signed in with it twice', async () => {
    const world = createWorld()
    const session = world.session()
    const other = world.session({ userId: bob.id })
    await world.passkeys.prompt.shown({ session })
    await world.passkeys.prompt.answer({ session, answer: 'not-now' })
    await world.passkeys.prompt.shown({ session })
    await world.passkeys.prompt.shown({ session: other })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    await world.signIn(authenticator)
    await world.signIn(authenticator)
    expect(await read(world)).toEqual([
      {
        day: '2026-11-21',
        eligible: 2,
        prompted: 2,
        enrolled: 1,
        declined: 1,
        passkeySignIns: 2,
        otherSignIns: 3,
        share: 0.4,
        failures: {},
      },
    ])
  })

  test('each day for itself, in UTC; a user counts again on the next', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    world.clock.forward(day / 2 - 1)
    await world.signIn(authenticator)
    world.clock.forward(1)
    await world.signIn(authenticator)
    const days = (await read(world)).map(({ day: date, enrolled, passkeySignIns, share }) => ({
      date,
      enrolled,
      passkeySignIns,
      share,
    }))
    expect(days).toEqual([
      { date: '2026-11-21', enrolled: 1, passkeySignIns: 1, share: 1 },
      { date: '2026-11-22', enrolled: 0, passkeySignIns: 1, share: 1 },
    ])
  })

  test('from is in it, to is not', async () => {
    const world = createWorld()
    await world.storage.events.append([
      eventAt(today - 1, 1),
      eventAt(today, 2),
      eventAt(today + 9, 3),
      eventAt(today + 10, 4),
    ])
    const { items } = await world.passkeys.admin.adoption({ from: today, to: today + 10, actor })
    expect(items.map(({ passkeySignIns }) => passkeySignIns)).toEqual([2])
  })

  test('an organization sees what was done in it, and nothing else', async () => {
    const world = createWorld({ host })
    const ofAlice = world.session({ organizationId: 'acme' })
    await world.passkeys.prompt.shown({ session: ofAlice })
    await world.passkeys.prompt.shown({ session: world.session(), organizationId: 'acme' })
    await world.passkeys.prompt.shown({ session: world.session({ userId: bob.id, organizationId: 'zeta' }) })
    await world.passkeys.prompt.shown({ session: world.session({ userId: bob.id }) })
    const seen = async (change = {}) =>
      (await read(world, change)).map(({ organizationId, otherSignIns }) => [organizationId, otherSignIns])
    expect(await seen()).toEqual([
      [undefined, 1],
      ['acme', 2],
      ['zeta', 1],
    ])
    expect(await seen({ organizationId: 'acme' })).toEqual([['acme', 2]])
    expect(await seen({ organizationId: 'unknown' })).toEqual([])
  })

  test('imported passkeys do not count as adoption', async () => {
    const world = createWorld()
    await world.storage.events.append([
      eventAt(today, 1, { name: 'passkey.added', userId: bob.id, data: { source: 'import' } }),
    ])
    expect(await read(world)).toMatchObject([{ enrolled: 0, eligible: 0 }])
  })

  test('a refusal after proof is a failure, by its code; a forged answer is none, and leaves no event', async () => {
    let locked = false
    const world = createWorld({ host: { maySignIn: () => !locked } })
    const authenticator = world.authenticator()
    const { passkey } = await world.enroll(authenticator)
    const tamper = { signature: () => new Uint8Array([0x30, 0]) }
    for (let forgery = 0; forgery < 20; forgery++) {
      await expect(world.signIn(authenticator, { tamper })).rejects.toMatchObject({ code: 'signature_invalid' })
    }
    locked = true
    await expect(world.signIn(authenticator)).rejects.toMatchObject({ code: 'account_locked' })
    await expect(world.signIn(authenticator)).rejects.toMatchObject({ code: 'account_locked' })
    await world.passkeys.admin.passkeys.suspend({ userId: alice.id, id: passkey.id, actor })
    await expect(world.signIn(authenticator)).rejects.toMatchObject({ code: 'credential_not_allowed' })
    expect(await read(world)).toMatchObject([{ failures: { account_locked: 2, credential_not_allowed: 1 } }])
    expect((await world.events()).filter((name) => name === 'sign_in.failed')).toHaveLength(3)
  })

  test('a second factor is a sign-in with a passkey; a step-up and a confirmation are not', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    await useSecondFactor(world, authenticator, { session: world.session({ partial: true }) })
    await stepUp(world, authenticator, { session: world.session() })
    await confirm(world, authenticator, { session: world.session(), payload: 1 })
    expect(await read(world)).toMatchObject([{ passkeySignIns: 1, otherSignIns: 0, share: 1 }])
  })

  test('a refused second factor is a failure; a refused step-up or confirmation is not', async () => {
    let locked = false
    const world = createWorld({ host: { maySignIn: () => !locked } })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const session = world.session()
    locked = true
    const refused = { code: 'account_locked' }
    const partial = { session: world.session({ partial: true }) }
    await expect(useSecondFactor(world, authenticator, partial)).rejects.toMatchObject(refused)
    await expect(stepUp(world, authenticator, { session })).rejects.toMatchObject(refused)
    await expect(confirm(world, authenticator, { session, payload: 1 })).rejects.toMatchObject(refused)
    expect(await read(world)).toMatchObject([{ failures: { account_locked: 1 } }])
    const events = (await world.told()).map(({ name, data }) => [name, data.purpose])
    expect(events.slice(-3)).toEqual([
      ['sign_in.failed', 'second-factor'],
      ['passkey.use_refused', 'step-up'],
      ['passkey.use_refused', 'confirm'],
    ])
  })

  test('a purpose that is unknown is no sign-in, whatever it is called', async () => {
    const world = createWorld()
    const purposes = ['__proto__', 'constructor', 7, undefined, 'telepathy']
    await world.storage.events.append(purposes.map((purpose, number) => eventAt(today, number, { data: { purpose } })))
    expect(await read(world)).toMatchObject([{ passkeySignIns: 0 }])
  })

  test('the same answer sent twice is no failure', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding: 'b' })
    const finish = { ceremony, response: await authenticator.get(options), binding: 'b' }
    await world.passkeys.signIn.finish(finish)
    await expect(world.passkeys.signIn.finish(finish)).rejects.toMatchObject({ code: 'ceremony_spent' })
    expect(await read(world)).toMatchObject([{ passkeySignIns: 1, failures: {} }])
  })

  test('a reason that is no code is not counted, whatever it is called', async () => {
    const world = createWorld()
    const reasons = ['__proto__', 'constructor', 7, undefined]
    const failed = reasons.map((reason, number) => eventAt(today, number, { name: 'sign_in.failed', data: { reason } }))
    await world.storage.events.append(failed)
    expect(await read(world)).toMatchObject([{ failures: {} }])
  })

  test('10,000 events, read a thousand at a time', async () => {
    const storage = memoryStorage()
    const limits: number[] = []
    const watched = changeEvents(storage, {
      page: (query) => {
        limits.push(query.limit)
        return storage.events.page(query)
      },
    })
    const world = createWorld({ storage: watched })
    const events = Array.from({ length: 10_000 }, (_, number) =>
      eventAt(today + number, number, { userId: `user-${number % 7}` }),
    )
    await storage.events.append(events)
    expect(await read(world)).toMatchObject([{ passkeySignIns: 10_000, otherSignIns: 0, share: 1 }])
    expect(limits).toEqual(Array.from({ length: 10 }, () => 1000))
  })

  test.each([
    ['backwards', { from: 2, to: 1 }],
    ['longer than 366 days', { from: 0, to: 366 * day * 1000 + 1 }],
    ['no number', { from: Number.NaN, to: 1 }],
    ['before 1970', { from: -1, to: 1 }],
    ['beyond what an id can say', { from: 0, to: 2 ** 48 }],
  ])('a span that is %s: malformed', async (_, times) => {
    const world = createWorld()
    await expect(world.passkeys.admin.adoption({ ...times, actor })).rejects.toMatchObject({ code: 'malformed' })
  })

  test('without an actor: a TypeError', async () => {
    const { passkeys } = createWorld()
    await expect(passkeys.admin.adoption({ ...span, actor: { id: '' } })).rejects.toThrow(TypeError)
    await expect(passkeys.admin.events({ actor: { id: '' } })).rejects.toThrow(TypeError)
  })
})

describe('events for admins', () => {
  test('a page at a time, oldest first, delivered or not', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    await world.told()
    await world.signIn(authenticator)
    const first = await world.passkeys.admin.events({ limit: 1, actor })
    expect(first.items.map(({ name }) => name)).toEqual(['passkey.added'])
    const second = await world.passkeys.admin.events({ limit: 1, after: first.next, actor })
    expect([second.items.map(({ name }) => name), second.next]).toEqual([['passkey.used'], undefined])
  })

  test('within a span, also where the page before ended earlier', async () => {
    const world = createWorld()
    const events = [1, 2, 3, 4].map((number) => eventAt(today + number, number))
    await world.storage.events.append(events)
    const at = async (change: object) =>
      (await world.passkeys.admin.events({ actor, ...change })).items.map((event) => event.at - today)
    expect(await at({ from: today + 2, to: today + 4 })).toEqual([2, 3])
    expect(await at({ from: today + 2, after: events[0]?.id })).toEqual([2, 3, 4])
    expect(await at({ from: today + 2, after: events[2]?.id })).toEqual([4])
  })

  test('of one organization only', async () => {
    const world = createWorld()
    await world.storage.events.append([
      eventAt(today, 1, { organizationId: 'acme' }),
      eventAt(today, 2, { organizationId: 'zeta' }),
      eventAt(today, 3),
    ])
    const { items } = await world.passkeys.admin.events({ organizationId: 'acme', actor })
    expect(items.map(({ organizationId }) => organizationId)).toEqual(['acme'])
  })

  test.each([
    ['limit', { limit: 0 }],
    ['limit', { limit: 1001 }],
    ['limit', { limit: 1.5 }],
    ['after', { after: 'x' }],
    ['from', { from: 1.5 }],
    ['organizationId', { organizationId: '' }],
  ])('a %s that is none: malformed', async (_, change) => {
    const { passkeys } = createWorld()
    await expect(passkeys.admin.events({ ...change, actor })).rejects.toMatchObject({ code: 'malformed' })
  })

  const acme = eventAt(today, 1, { organizationId: 'acme' })
  test.each([
    ['another organization', { items: [{ ...acme, organizationId: 'zeta' }] }],
    ['no organization', { items: [eventAt(today, 1)] }],
    ['another relying party', { items: [{ ...acme, rpId: 'other.example' }] }],
    ['an id twice', { items: [acme, acme] }],
    ['an id that is none', { items: [{ ...acme, id: 'zzz' }] }],
    ['more than was asked for', { items: [acme, eventAt(today, 2, { organizationId: 'acme' })] }],
    ['a next page that never ends', { items: [], next: acme.id }],
  ])('a store that answers %s is not believed', async (_, answer) => {
    const world = createWorld({ storage: changeEvents(memoryStorage(), { page: async () => answer }) })
    const asked = world.passkeys.admin.events({ organizationId: 'acme', limit: 1, actor })
    await expect(asked).rejects.toMatchObject({ code: 'storage_unavailable' })
  })
})

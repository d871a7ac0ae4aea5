import { createPasskeys, type Passkeys, type PasskeysConfig } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import type { PasskeyStorage } from '@latchkey/storage'
import { type Authenticator, createAuthenticator } from '@latchkey/testing'
import { beforeEach, describe, expect, test } from 'vitest'
import { alice, binding, secret } from '../world.js'

const brands = {
  shop: { id: 'shop.test', name: 'Shop' },
  bank: { id: 'bank.test', name: 'Bank', origins: ['https://www.bank.test'] },
}
const actor = { id: 'admin', scope: 'environment' } as const
const now = Date.UTC(2026, 10, 21, 12)
const session = { userId: alice.id, authenticatedAt: now, methods: [{ name: 'password', at: now }] } as const

function create(change: object = {}): Passkeys {
  return createPasskeys({
    relyingParties: brands,
    secret,
    storage: memoryStorage(),
    policy: { mode: 'optional', recovery: 'code', removeLast: 'allow' },
    host: { findUser: () => alice },
    now: () => now,
    ...change,
  } as PasskeysConfig)
}

let storage: PasskeyStorage
let passkeys: Passkeys
let atShop: Authenticator
let atBank: Authenticator

beforeEach(() => {
  storage = memoryStorage()
  passkeys = create({ storage })
  atShop = createAuthenticator({ origin: 'https://shop.test', algorithms: [-7] })
  atBank = createAuthenticator({ origin: 'https://www.bank.test', algorithms: [-7] })
})

async function enroll(relyingPartyId: string, authenticator: Authenticator) {
  const { ceremony, options } = await passkeys.enroll.begin({ relyingPartyId, user: alice, session, binding })
  const response = await authenticator.create(options)
  return passkeys.enroll.finish({ relyingPartyId, ceremony, response, session, binding })
}

async function signIn(relyingPartyId: string, authenticator: Authenticator) {
  const { ceremony, options } = await passkeys.signIn.begin({ relyingPartyId, binding })
  return passkeys.signIn.finish({ relyingPartyId, ceremony, response: await authenticator.get(options), binding })
}

async function names(relyingPartyId: string) {
  const { items } = await passkeys.admin.events({ relyingPartyId, actor })
  return items.map(({ name }) => name).sort()
}

describe('two brands in one createPasskeys', () => {
  test('each has its own RP ID, name and origins', async () => {
    const { options } = await passkeys.enroll.begin({ relyingPartyId: 'bank', user: alice, session, binding })
    expect(options.rp).toEqual({ id: 'bank.test', name: 'Bank' })
    expect(passkeys.relyingParties.bank?.ceremonyOrigins).toEqual(['https://www.bank.test'])
    expect(passkeys.relyingParties.shop?.ceremonyOrigins).toEqual(['https://shop.test'])
  })

  test.each(['bank', 'bank.test'])('%s names the same one', async (relyingPartyId) => {
    await enroll(relyingPartyId, atBank)
    expect(await signIn('bank', atBank)).toMatchObject({ userId: alice.id, signals: { rpId: 'bank.test' } })
  })

  test('a user has passkeys, and is offered one, at each', async () => {
    const asked = { session, on: 'sign-in' } as const
    await enroll('shop', atShop)
    expect(await passkeys.prompt.decide({ ...asked, relyingPartyId: 'shop' })).toMatchObject({ prompt: 'none' })
    expect(await passkeys.prompt.decide({ ...asked, relyingPartyId: 'bank' })).toMatchObject({ prompt: 'offer' })
    await passkeys.prompt.answer({ ...asked, relyingPartyId: 'bank', answer: 'not-now' })
    expect(await passkeys.prompt.decide({ ...asked, relyingPartyId: 'bank' })).toMatchObject({
      prompt: 'none',
      reason: 'declined_recently',
    })
    expect((await passkeys.manage.list({ relyingPartyId: 'shop', session })).passkeys).toHaveLength(1)
    expect((await passkeys.manage.list({ relyingPartyId: 'bank', session })).passkeys).toEqual([])
  })

  test('a passkey of one is refused at the other', async () => {
    await enroll('shop', atShop)
    await enroll('bank', atBank)
    const { ceremony, options } = await passkeys.signIn.begin({ relyingPartyId: 'bank', binding })
    const response = await atShop.get({ ...options, rpId: 'shop.test' })
    const finish = { ceremony, response, binding }
    await expect(passkeys.signIn.finish({ ...finish, relyingPartyId: 'bank' })).rejects.toMatchObject({
      code: 'origin_mismatch',
    })
    await expect(passkeys.signIn.finish({ ...finish, relyingPartyId: 'shop' })).rejects.toMatchObject({
      code: 'ceremony_invalid',
    })
  })

  test('stored policies, events and adoption are of one', async () => {
    const change = { policy: { mode: 'mandatory' }, expectedVersion: 0, actor } as const
    await passkeys.admin.policy.setEnvironment({ ...change, relyingPartyId: 'shop' })
    const modeAt = async (relyingPartyId: string) => (await passkeys.policy.effective({ relyingPartyId })).policy.mode
    expect([await modeAt('shop'), await modeAt('bank')]).toEqual(['mandatory', 'optional'])
    await enroll('bank', atBank)
    expect(await names('shop')).toEqual(['policy.changed'])
    expect(await names('bank')).toEqual(['passkey.added'])
    const adoptionAt = (relyingPartyId: string) =>
      passkeys.admin.adoption({ relyingPartyId, actor, from: now - 86_400_000, to: now + 86_400_000 })
    expect(await adoptionAt('shop')).not.toEqual(await adoptionAt('bank'))
  })

  test('each may have a policy and functions of its own', async () => {
    passkeys = create({ relyingParties: { ...brands, bank: { ...brands.bank, policy: { mode: 'mandatory' } } } })
    const modeAt = async (relyingPartyId: string) => (await passkeys.config({ relyingPartyId })).mode
    expect([await modeAt('shop'), await modeAt('bank')]).toEqual(['optional', 'mandatory'])
  })

  test('relyingParties has the methods of each', async () => {
    await enroll('shop', atShop)
    const { shop, bank } = passkeys.relyingParties
    expect((await shop?.manage.list({ session }))?.passkeys).toHaveLength(1)
    expect((await bank?.manage.list({ session }))?.passkeys).toEqual([])
    await expect(shop?.config({ relyingPartyId: 'bank' })).rejects.toThrow("there are 'shop'")
  })

  test.each<[string, (given: Passkeys) => unknown, string]>([
    ['none', (given) => given.signIn.begin({ binding }), "signIn.begin needs relyingPartyId, one of 'shop', 'bank'."],
    ['none, where no input is needed', (given) => given.config(), 'config needs relyingPartyId'],
    ['another', (given) => given.config({ relyingPartyId: 'brand' }), "not configured; there are 'shop', 'bank'"],
    ['a member of objects', (given) => given.config({ relyingPartyId: 'constructor' }), 'not configured'],
    ['a number', (given) => given.config({ relyingPartyId: 7 as never }), 'not configured'],
  ])('%s for relyingPartyId is refused', async (_, call, says) => {
    await expect(call(passkeys)).rejects.toThrow(TypeError)
    await expect(call(passkeys)).rejects.toThrow(says)
  })

  test('an export that names none throws at once', () => {
    expect(() => passkeys.admin.export({ actor })).toThrow('export needs relyingPartyId')
  })
})

describe('what concerns a user everywhere', () => {
  const versionAt = async (rpId: string) => (await storage.passkeys.listByUser(rpId, alice.id)).account?.version

  test.each(['invalidate', 'recordLock'] as const)(
    '%s ends the ceremonies of each, also of a first passkey',
    async (method) => {
      await enroll('shop', atShop)
      const begun = await passkeys.enroll.begin({ relyingPartyId: 'bank', user: alice, session, binding })
      const before = Number(await versionAt('shop.test'))
      await passkeys.admin.accounts[method]({ userId: alice.id })
      const response = await atBank.create(begun.options)
      const finish = { relyingPartyId: 'bank', ceremony: begun.ceremony, response, session, binding }
      await expect(passkeys.enroll.finish(finish)).rejects.toMatchObject({ code: 'account_changed' })
      expect(await versionAt('shop.test')).toBe(before + 1)
    },
  )

  test('a purge reaches each, and one that is no longer configured', async () => {
    await enroll('shop', atShop)
    await enroll('bank', atBank)
    passkeys = create({ storage, relyingParties: { bank: brands.bank } })
    await passkeys.admin.accounts.purge({ userId: alice.id })
    for (const rpId of ['shop.test', 'bank.test']) {
      expect(await storage.passkeys.listByUser(rpId, alice.id)).toMatchObject({
        passkeys: [],
        account: { purgedAt: now },
      })
    }
  })

  test('with relyingPartyId it reaches that one alone', async () => {
    await enroll('shop', atShop)
    await enroll('bank', atBank)
    const before = await versionAt('shop.test')
    await passkeys.admin.passkeys.removeAll({ relyingPartyId: 'bank', userId: alice.id, actor })
    await passkeys.admin.accounts.invalidate({ relyingPartyId: 'bank', userId: alice.id })
    const counts = ['shop.test', 'bank.test'].map(
      async (id) => (await storage.passkeys.listByUser(id, alice.id)).passkeys.length,
    )
    expect(await Promise.all(counts)).toEqual([1, 0])
    expect(await versionAt('shop.test')).toBe(before)
  })

  test('a recovery ends the ceremonies of each', async () => {
    await enroll('shop', atShop)
    await enroll('bank', atBank)
    const { codes } = await passkeys.recovery.createCodes({ relyingPartyId: 'shop', session })
    const before = await versionAt('bank.test')
    const redeemed = await passkeys.recovery.redeem({
      relyingPartyId: 'shop',
      identifier: alice.name,
      code: codes[0] ?? '',
      binding,
    })
    const other = createAuthenticator({ origin: 'https://shop.test', algorithms: [-7] })
    const response = await other.create(redeemed.options)
    const finish = () =>
      passkeys.enroll.finish({ relyingPartyId: 'shop', ceremony: redeemed.ceremony, response, binding })
    await finish()
    // A replay changes nothing, at no brand.
    for (let replay = 0; replay < 3; replay++) await expect(finish()).rejects.toMatchObject({ code: 'ceremony_spent' })
    expect(await versionAt('bank.test')).toBe(Number(before) + 1)
    expect(await names('bank')).toEqual(['account.invalidated', 'passkey.added'])
  })

  test('a recovery that cannot reach another one consumes no code', async () => {
    await enroll('shop', atShop)
    const { codes } = await passkeys.recovery.createCodes({ relyingPartyId: 'shop', session })
    let fails = true
    const raiseVersion: PasskeyStorage['accounts']['raiseVersion'] = async (target, events) => {
      if (fails && target.rpId === 'bank.test') throw new Error('away')
      return storage.accounts.raiseVersion(target, events)
    }
    passkeys = create({ storage: { ...storage, accounts: { ...storage.accounts, raiseVersion } } })
    const redeem = { relyingPartyId: 'shop', identifier: alice.name, code: codes[0] ?? '', binding }
    const { ceremony, options } = await passkeys.recovery.redeem(redeem)
    const response = await createAuthenticator({ origin: 'https://shop.test', algorithms: [-7] }).create(options)
    const finish = () => passkeys.enroll.finish({ relyingPartyId: 'shop', ceremony, response, binding })
    await expect(finish()).rejects.toMatchObject({ code: 'storage_unavailable' })
    fails = false
    expect(await finish()).toMatchObject({ passkey: { status: 'active' } })
  })
})

describe('what is for all of them', () => {
  test('events.deliver', async () => {
    const delivered: string[] = []
    const to = async ({ rpId }: { readonly rpId: string }) => void delivered.push(rpId)
    await passkeys.events.deliver({ to })
    await enroll('shop', atShop)
    await enroll('bank', atBank)
    expect(await passkeys.events.deliver({ to, relyingPartyId: 'bank' })).toMatchObject({ delivered: 1 })
    expect(await passkeys.events.deliver({ to })).toMatchObject({ delivered: 1 })
    expect(delivered).toEqual(['bank.test', 'shop.test'])
  })

  test('sweep', async () => {
    await enroll('shop', atShop)
    expect(await passkeys.sweep()).toMatchObject({ unsettled: 0 })
  })

  test('doctor: none of them strands the users of another', async () => {
    await enroll('shop', atShop)
    const { findings } = await passkeys.doctor()
    const names = findings.map(({ name }) => name).filter((name) => name.startsWith('rp_id'))
    expect(names).toEqual(['rp_id_wider_than_origins', 'rp_id_apex'])
  })
})

describe('relyingParties that are refused', () => {
  test.each<[string, object, string]>([
    ['one as well', { relyingParty: brands.shop }, 'not both'],
    ['baseUrl', { baseUrl: 'https://shop.test' }, 'baseUrl goes with relyingParty'],
    ['no entry', { relyingParties: {} }, 'must have an entry'],
    ['a list', { relyingParties: [brands.shop] }, 'must have an entry'],
    ['null', { relyingParties: null }, 'must have an entry'],
    [
      'an entry that is none',
      { relyingParties: { shop: 'shop.test' } },
      'relyingParties.shop must be { id, name, origins }',
    ],
    ['a key with a dot', { relyingParties: { 'shop.test': brands.shop } }, "the key 'shop.test'"],
    ['an empty key', { relyingParties: { '': brands.shop } }, "the key ''"],
    ['two with one id', { relyingParties: { a: brands.shop, b: brands.shop } }, "has the id 'shop.test', and so has b"],
    [
      'the id of one as the key of another',
      { relyingParties: { localhost: brands.shop, b: { id: 'localhost', name: 'B' } } },
      "has the id 'localhost', and so has localhost",
    ],
    ['no id', { relyingParties: { shop: { name: 'Shop' } } }, 'relyingParties.shop.id is missing'],
    ['no name', { relyingParties: { shop: { id: 'shop.test' } } }, 'relyingParties.shop.name'],
    ['an IP address', { relyingParties: { shop: { ...brands.shop, id: '192.0.2.1' } } }, 'IP addresses'],
    ['a single label', { relyingParties: { shop: { ...brands.shop, id: 'intranet' } } }, 'single label'],
    ['an underscore', { relyingParties: { shop: { ...brands.shop, id: 'my_shop.test' } } }, 'underscore'],
    [
      'an origin of another',
      { relyingParties: { ...brands, shop: { ...brands.shop, origins: ['https://www.bank.test'] } } },
      "relyingParties.shop.origins has 'https://www.bank.test'",
    ],
    ['a secret of its own', { relyingParties: { shop: { ...brands.shop, secret } } }, 'relyingParties.shop.secret'],
    ['a policy that is none', { relyingParties: { shop: { ...brands.shop, policy: { limit: 101 } } } }, 'policy.limit'],
  ])('%s', (_, change, says) => {
    expect(() => create(change)).toThrow(TypeError)
    expect(() => create(change)).toThrow(says)
  })
})

import { memoryStorage } from '@latchkey/memory'
import { describe, expect, test } from 'vitest'
import { alice, binding, createWorld, type World } from '../../world.js'

const actor = { id: 'admin-1', scope: 'environment' } as const
const codeOf = (attempt: Promise<unknown>) => attempt.then(() => 'accepted').catch(({ code }) => code)
const relyingParty = (id: string) => ({ id, name: id, origins: [`https://app.${id}`] })
const authenticatorOf = (world: World, id = 'example.com') => world.authenticator({ origin: `https://app.${id}` })

/** Two that share a database, and all else as far as it can be shared. */
const pairs = {
  environments: () => {
    const storage = memoryStorage()
    return [createWorld({ storage, environment: 'live' }), createWorld({ storage, environment: 'staging' })] as const
  },
  'environments, one of them without a name': () => {
    const storage = memoryStorage()
    return [createWorld({ storage }), createWorld({ storage, environment: 'staging' })] as const
  },
  brands: () => {
    const storage = memoryStorage()
    const other = createWorld({ storage, relyingParty: relyingParty('example.com') })
    return [other, createWorld({ storage, relyingParty: relyingParty('other.example') })] as const
  },
}

describe.each(Object.entries(pairs))('two %s on one database', (_, create) => {
  test('a passkey of one is unknown at the other, and nothing is written', async () => {
    const [one, other] = create()
    const authenticator = authenticatorOf(one)
    const { passkey } = await one.enroll(authenticator)
    const { ceremony, options } = await other.passkeys.signIn.begin({ binding })
    const { options: own } = await one.passkeys.signIn.begin({ binding })
    const response = await authenticator.get({ ...own, challenge: options.challenge })
    const before = await one.passkeys.manage.list({ session: one.session() })
    expect(await codeOf(other.passkeys.signIn.finish({ ceremony, response, binding }))).not.toBe('accepted')
    expect(await one.passkeys.manage.list({ session: one.session() })).toEqual(before)
    expect((await other.passkeys.manage.list({ session: other.session() })).passkeys).toEqual([])
    expect(await codeOf(other.passkeys.manage.remove({ session: other.session(), id: passkey.id }))).toBe('not_found')
    expect(await one.signIn(authenticator)).toMatchObject({ userId: alice.id })
  })

  test('each has its own stored policies, at once and after a restart', async () => {
    const [one, other] = create()
    await one.passkeys.admin.policy.setEnvironment({ policy: { mode: 'mandatory' }, expectedVersion: 0, actor })
    other.clock.forward(60)
    expect(await other.passkeys.policy.effective()).toMatchObject({ policy: { mode: 'optional' }, version: 0 })
    expect(await other.passkeys.policy.stored()).toMatchObject({ version: 0 })
    await other.passkeys.admin.policy.setEnvironment({ policy: { mode: 'off' }, expectedVersion: 0, actor })
    one.clock.forward(60)
    expect(await one.passkeys.policy.effective()).toMatchObject({ policy: { mode: 'mandatory' }, version: 1 })
  })

  test('each has its own answers to the prompt, events and figures', async () => {
    const [one, other] = create()
    await one.passkeys.prompt.answer({ session: one.session(), answer: 'not-now', on: 'sign-in' })
    const asked = { session: one.session(), on: 'sign-in', device: { webauthn: true } } as const
    expect(await one.passkeys.prompt.decide(asked)).toMatchObject({ prompt: 'none' })
    expect(await other.passkeys.prompt.decide(asked)).toMatchObject({ prompt: 'offer' })
    expect((await other.passkeys.admin.events({ actor })).items).toEqual([])
    expect((await one.passkeys.admin.events({ actor })).items).toMatchObject([{ name: 'prompt.declined' }])
  })
})

describe('two environments on one database', () => {
  test('a purge in one leaves the other as it is; an id that was removed in one is free in the other', async () => {
    const [one, other] = pairs.environments()
    const passkeys = [authenticatorOf(one), authenticatorOf(other)] as const
    await one.enroll(passkeys[0])
    await other.enroll(passkeys[1])
    const exported: object[] = []
    for await (const row of one.passkeys.admin.export({ actor })) exported.push(row)
    await one.passkeys.admin.accounts.purge({ userId: alice.id })
    expect(await codeOf(one.signIn(passkeys[0]))).toBe('credential_not_found')
    expect(await other.signIn(passkeys[1])).toMatchObject({ userId: alice.id })
    const report: unknown[] = []
    const given = { rows: exported, report: (row: unknown) => void report.push(row), actor }
    await other.passkeys.admin.import(given)
    await one.passkeys.admin.import(given)
    expect(report).toMatchObject([{ outcome: 'imported' }, { code: 'account_purged' }])
  })

  test('no code of one is redeemed in the other', async () => {
    const storage = memoryStorage()
    const host = { findUserById: () => alice }
    const one = createWorld({ storage, environment: 'live', host })
    const other = createWorld({ storage, environment: 'staging', host })
    const { id, code } = await one.passkeys.invitations.create({ userId: alice.id, actor })
    expect(await codeOf(other.passkeys.invitations.redeem({ id, code, binding }))).toBe('code_invalid')
    expect(await codeOf(one.passkeys.invitations.redeem({ id, code, binding }))).toBe('accepted')
  })

  test('environment and RP ID fit into one key', () => {
    const id = `${'a.'.repeat(100)}example.com`
    const create = (environment: string) => () => createWorld({ environment, relyingParty: { id, name: 'Example' } })
    expect(create('e'.repeat(255 - id.length - 1))).not.toThrow()
    expect(create('e'.repeat(255 - id.length))).toThrow(TypeError)
  })
})

describe('the relying parties of a user', () => {
  async function atTwo() {
    const [one, other] = pairs.brands()
    const authenticators = [authenticatorOf(one), authenticatorOf(other, 'other.example')] as const
    await one.enroll(authenticators[0])
    await other.enroll(authenticators[1])
    return { one, other, authenticators }
  }

  test('a purge, and the removal of all passkeys, reach one that is no longer configured', async () => {
    for (const act of ['purge', 'removeAll'] as const) {
      const { one, other, authenticators } = await atTwo()
      const about = { userId: alice.id, actor }
      if (act === 'purge') await one.passkeys.admin.accounts.purge(about)
      else expect((await one.passkeys.admin.passkeys.removeAll(about)).passkeys).toHaveLength(2)
      expect(await codeOf(other.signIn(authenticators[1]))).toBe('credential_not_found')
      expect((await other.passkeys.admin.events({ actor })).items).toContainEqual(
        expect.objectContaining({ name: 'passkey.removed' }),
      )
    }
  })

  test('invalidating an account ends what is open at each', async () => {
    const { one, other } = await atTwo()
    const session = other.session()
    const { ceremony, options } = await other.passkeys.enroll.begin({ user: alice, session, binding })
    const response = await authenticatorOf(other, 'other.example').create(options)
    await one.passkeys.admin.accounts.invalidate({ userId: alice.id })
    const finished = other.passkeys.enroll.finish({ ceremony, response, session, binding })
    expect(await codeOf(finished)).toBe('account_changed')
  })
})

import type { Session } from '@latchkey/core'
import type { RegistrationTamper } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { alice, binding, bob, createWorld, type World } from '../../world.js'

/** What a script can tell of an answer without knowing what the values mean. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf)
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).map(([name, member]) => [name, shapeOf(member)])
  }
  return typeof value
}

/** Makes an authenticator give its new passkey that id. */
function underId(id: string): RegistrationTamper {
  return {
    authenticatorData: (honest) => ({
      ...honest,
      attestedCredentialData: { ...honest.attestedCredentialData, credentialId: Buffer.from(id, 'base64url') },
    }),
    envelope: (honest) => ({ ...honest, id, rawId: id }),
  }
}

describe('who has an account', () => {
  const world = createWorld()
  const answer = (identifier: string) => world.passkeys.signIn.begin({ identifier, binding })

  test('a user, a user without passkeys and an unknown one differ in no shape, order or size', async () => {
    await world.enroll(world.authenticator({ transports: ['internal'] }))
    const real = await answer(alice.name)
    for (const identifier of [bob.name, ...Array.from({ length: 100 }, (_, at) => `unknown-${at}@example.com`)]) {
      const pretended = await answer(identifier)
      expect(pretended.ceremony).toHaveLength(real.ceremony.length)
      const [first, second] = pretended.options.allowCredentials
      const sameShape = { ...pretended.options, allowCredentials: [{ ...first, transports: ['internal'] }] }
      expect(shapeOf(sameShape)).toEqual(shapeOf(real.options))
      expect(Object.keys(first ?? {})).toEqual(Object.keys(second ?? first ?? {}))
    }
  })

  test('over a thousand tries unknown users do not differ from known ones: the same shapes, sizes and reads', async () => {
    const reads: string[] = []
    const { listByUser } = world.storage.passkeys
    const counted: typeof listByUser = (rpId, userId) => {
      reads.push(userId)
      return listByUser(rpId, userId)
    }
    Object.assign(world.storage.passkeys, { listByUser: counted })
    const script = async (identifier: string) => {
      reads.length = 0
      const { ceremony, options } = await answer(identifier)
      const entries = options.allowCredentials.map((entry) => Object.keys(entry).join())
      return JSON.stringify([ceremony.length, reads.length, Object.keys(options), new Set(entries).size, entries[0]])
    }
    const real = await script(alice.name)
    expect(await script(bob.name)).toBe(real)
    const tries = await Promise.all(Array.from({ length: 1000 }, (_, at) => answer(`someone-${at}@example.com`)))
    for (const at of [0, 250, 500, 999]) expect(await script(`someone-${at}@example.com`)).toBe(real)
    expect(new Set(tries.map(({ ceremony }) => ceremony.length)).size).toBe(1)
    expect(new Set(tries.map(({ options }) => Object.keys(options).join())).size).toBe(1)
    Object.assign(world.storage.passkeys, { listByUser })
  })

  test('decoys are plausible: of several lengths, one to five, never the same for two people', async () => {
    const people = Array.from({ length: 200 }, (_, at) => `unknown-${at}@example.com`)
    const lists = await Promise.all(people.map(async (it) => (await answer(it)).options.allowCredentials))
    const ids = lists.flat().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(lists.map(({ length }) => length))).toEqual(new Set([1, 2, 3, 4, 5]))
    const lengths = new Set(ids.map((id) => Buffer.from(id, 'base64url').length))
    expect([...lengths].sort((left, right) => left - right)).toEqual([16, 20, 32, 48])
  })

  test('a policy that tightens takes from the lists of strangers what it takes from those of users', async () => {
    const other = createWorld()
    const people = Array.from({ length: 50 }, (_, at) => `unknown-${at}@example.com`)
    const idsOf = async (identifier: string) =>
      (await other.passkeys.signIn.begin({ identifier, binding })).options.allowCredentials.map(({ id }) => id)
    const before = await Promise.all(people.map(idsOf))
    await other.passkeys.admin.policy.setEnvironment({
      policy: { kinds: { synced: false }, authenticators: { at: 'enroll-and-sign-in' } },
      expectedVersion: 0,
      actor: { id: 'admin-1' },
    })
    const after = await Promise.all(people.map(idsOf))
    const lost = after.filter((ids, at) => ids.length < (before[at]?.length ?? 0))
    const gained = after.filter((ids, at) => ids.length > 1 && !ids.every((id) => before[at]?.includes(id)))
    expect(lost.length).toBeGreaterThan(5)
    expect(gained).toEqual([])
  })

  test('transports stand as browsers sort them, for decoys and for passkeys', async () => {
    const other = createWorld()
    await other.enroll(other.authenticator({ transports: ['internal', 'hybrid'] }))
    for (const identifier of [alice.name, 'unknown@example.com', 'someone@example.com']) {
      const { options } = await other.passkeys.signIn.begin({ identifier, binding })
      for (const { transports = [] } of options.allowCredentials) expect(transports).toEqual([...transports].sort())
    }
  })

  test('lists are in the order of ids, for known and unknown users', async () => {
    const other = createWorld()
    for (let count = 0; count < 10; count++) await other.enroll(other.authenticator())
    const people = Array.from({ length: 200 }, (_, at) => `unknown-${at}@example.com`)
    for (const identifier of [alice.name, bob.name, ...people]) {
      const { options } = await other.passkeys.signIn.begin({ identifier, binding })
      const ids = options.allowCredentials.map(({ id }) => id)
      expect(ids).toEqual([...ids].sort())
    }
  })

  test('an unknown user is the same in capitals, and another one elsewhere', async () => {
    const ids = async (of: World, identifier: string) =>
      (await of.passkeys.signIn.begin({ identifier, binding })).options.allowCredentials.map(({ id }) => id)
    expect(await ids(world, 'UNKNOWN@example.com')).toEqual(await ids(world, 'unknown@example.com'))
    const staging = createWorld({ environment: 'staging' })
    expect(await ids(staging, 'unknown@example.com')).not.toEqual(await ids(world, 'unknown@example.com'))
  })

  type Meanwhile = (of: World, session: Session, finishHonestly: () => Promise<unknown>) => Promise<unknown>

  /** Registers a passkey of Bob's under an id that is not its own, after something has happened since begin. */
  async function register(of: World, id: string, meanwhile: Meanwhile) {
    const session = of.session({ userId: bob.id })
    const { ceremony, options } = await of.passkeys.enroll.begin({ user: bob, session, binding })
    const honest = await of.authenticator().create(options)
    const forged = await of.authenticator().create(options, { tamper: underId(id) })
    const finish = (response: unknown) => of.passkeys.enroll.finish({ ceremony, response, session, binding })
    await meanwhile(of, session, () => finish(honest))
    const { code, signals } = await finish(forged).catch((error) => error)
    return { code, signals: signals && Object.keys(signals), events: await of.events() }
  }

  const nothing: Meanwhile = async () => undefined

  test.each<[string, string, number, Meanwhile]>([
    ['already_registered', 'nothing', 10, nothing],
    ['ceremony_spent', 'the ceremony was spent', 10, (_, __, finishHonestly) => finishHonestly()],
    ['ceremony_spent', 'the ceremony was spent at the limit', 1, (_, __, finishHonestly) => finishHonestly()],
    ['limit_reached', 'the last room was taken', 2, (of, session) => of.enroll(of.authenticator(), session)],
    [
      'account_changed',
      'the account has changed',
      10,
      (of, session) => of.passkeys.prompt.answer({ session, answer: 'not-now' }),
    ],
  ])(
    'registering an id from the list reveals nothing: %s after %s, decoy or not',
    async (code, _, limit, meanwhile) => {
      const answers = []
      for (const whose of [alice.name, 'unknown@example.com']) {
        const other = createWorld({ policy: { mode: 'optional', limit } })
        await other.enroll(other.authenticator())
        if (code === 'limit_reached') await other.enroll(other.authenticator(), other.session({ userId: bob.id }))
        const { options } = await other.passkeys.signIn.begin({ identifier: whose, binding })
        answers.push(await register(other, options.allowCredentials[0]?.id ?? '', meanwhile))
      }
      expect(answers[0]).toMatchObject({ code })
      expect(answers[1]).toEqual(answers[0])
    },
  )

  test('a store that accepts a decoy anyway is not trusted', async () => {
    const other = createWorld()
    const { options } = await other.passkeys.signIn.begin({ identifier: 'unknown@example.com', binding })
    Object.assign(other.storage.passkeys, { add: async () => 'added' })
    const answer = await register(other, options.allowCredentials[0]?.id ?? '', nothing)
    expect(answer.code).toBe('storage_unavailable')
  })

  test('decoys survive a rotation of the secret and belong to one deployment', async () => {
    const old = 'o'.repeat(32)
    const ids = async (secret: string | string[], decoySecret?: string) => {
      const other = createWorld({ secret, ...(decoySecret ? { decoySecret } : {}) })
      const { options } = await other.passkeys.signIn.begin({ identifier: 'unknown@example.com', binding })
      return options.allowCredentials.map(({ id }) => id)
    }
    const before = await ids(old)
    expect(await ids(['n'.repeat(32), old])).toEqual(before)
    expect(await ids('n'.repeat(32), old)).toEqual(before)
    expect(await ids('n'.repeat(32))).not.toEqual(before)
  })

  test('a sign-in with an identifier needs the host to know its users', async () => {
    const { passkeys } = createWorld({ host: { findUser: undefined as never } })
    await expect(passkeys.signIn.begin({ identifier: 'alice', binding })).rejects.toThrow(TypeError)
  })
})

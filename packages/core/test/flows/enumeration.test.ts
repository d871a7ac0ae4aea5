import { describe, expect, test } from 'vitest'
import { alice, binding, bob, createWorld, type World } from '../world.js'

/** What a script can tell of an answer without knowing what the values mean. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf)
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).map(([name, member]) => [name, shapeOf(member)])
  }
  return typeof value
}

describe('who has an account', () => {
  const world = createWorld()
  const answer = (identifier: string) => world.passkeys.signIn.begin({ identifier, binding })

  test('a user, a user without passkeys and nobody differ in no shape, order or size', async () => {
    await world.enroll(world.authenticator({ transports: ['internal'] }))
    const real = await answer(alice.name)
    for (const identifier of [bob.name, ...Array.from({ length: 100 }, (_, at) => `nobody-${at}@example.com`)]) {
      const pretended = await answer(identifier)
      expect(pretended.ceremony).toHaveLength(real.ceremony.length)
      const [first, second] = pretended.options.allowCredentials
      const sameShape = { ...pretended.options, allowCredentials: [{ ...first, transports: ['internal'] }] }
      expect(shapeOf(sameShape)).toEqual(shapeOf(real.options))
      expect(Object.keys(first ?? {})).toEqual(Object.keys(second ?? first ?? {}))
    }
  })

  test('over a thousand tries nobody differs from somebody: the same shapes, sizes and reads', async () => {
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

  test('decoys are plausible: of several lengths, mostly one or two, never the same for two people', async () => {
    const people = Array.from({ length: 200 }, (_, at) => `nobody-${at}@example.com`)
    const lists = await Promise.all(people.map(async (it) => (await answer(it)).options.allowCredentials))
    const ids = lists.flat().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(lists.map(({ length }) => length))).toEqual(new Set([1, 2]))
    const lengths = new Set(ids.map((id) => Buffer.from(id, 'base64url').length))
    expect([...lengths].sort((left, right) => left - right)).toEqual([16, 20, 32, 48])
  })

  test('transports stand as browsers sort them, for decoys and for passkeys', async () => {
    const other = createWorld()
    await other.enroll(other.authenticator({ transports: ['internal', 'hybrid'] }))
    for (const identifier of [alice.name, 'nobody@example.com', 'someone@example.com']) {
      const { options } = await other.passkeys.signIn.begin({ identifier, binding })
      for (const { transports = [] } of options.allowCredentials) expect(transports).toEqual([...transports].sort())
    }
  })

  test('lists stand in the order of ids, whoever they are for', async () => {
    const other = createWorld()
    for (let count = 0; count < 10; count++) await other.enroll(other.authenticator())
    const people = Array.from({ length: 200 }, (_, at) => `nobody-${at}@example.com`)
    for (const identifier of [alice.name, bob.name, ...people]) {
      const { options } = await other.passkeys.signIn.begin({ identifier, binding })
      const ids = options.allowCredentials.map(({ id }) => id)
      expect(ids).toEqual([...ids].sort())
    }
  })

  test('nobody is the same nobody in capitals, and another one elsewhere', async () => {
    const ids = async (of: World, identifier: string) =>
      (await of.passkeys.signIn.begin({ identifier, binding })).options.allowCredentials.map(({ id }) => id)
    expect(await ids(world, 'NOBODY@example.com')).toEqual(await ids(world, 'nobody@example.com'))
    const staging = createWorld({ environment: 'staging' })
    expect(await ids(staging, 'nobody@example.com')).not.toEqual(await ids(world, 'nobody@example.com'))
  })

  test('whoever registers an id from the list learns nothing: a decoy is taken like a passkey', async () => {
    const { options } = await answer('nobody@example.com')
    const decoy = options.allowCredentials[0]?.id ?? ''
    const session = world.session({ userId: bob.id })
    const begun = await world.passkeys.enroll.begin({ user: bob, session, binding })
    const response = await world.authenticator().create(begun.options, {
      tamper: {
        authenticatorData: (honest) => ({
          ...honest,
          attestedCredentialData: { ...honest.attestedCredentialData, credentialId: Buffer.from(decoy, 'base64url') },
        }),
        envelope: (honest) => ({ ...honest, id: decoy, rawId: decoy }),
      },
    })
    const attempt = world.passkeys.enroll.finish({ ceremony: begun.ceremony, response, session, binding })
    const error = await attempt.catch((it) => it)
    expect(error).toMatchObject({ code: 'already_registered' })
    expect(error.signals).toBeUndefined()
  })

  test('decoys survive a rotation of the secret and belong to one deployment', async () => {
    const old = 'o'.repeat(32)
    const ids = async (secret: string | string[], decoySecret?: string) => {
      const other = createWorld({ secret, ...(decoySecret ? { decoySecret } : {}) })
      const { options } = await other.passkeys.signIn.begin({ identifier: 'nobody@example.com', binding })
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

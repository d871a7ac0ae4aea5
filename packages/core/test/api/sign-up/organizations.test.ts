import type { CodePolicy, Host, PartialOverrides, PartialPolicy } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { usersApart } from '../../host-users.js'
import { binding, createWorld, rpId, type World, type WorldChange } from '../../world.js'

const profile = { email: 'ada@example.com' }
const open: PartialPolicy = { mode: 'optional', signUp: true }
const organizationId = 'acme'
const actor = { id: 'admin-1' }

/** What these tests let an organization loosen. By default it may only tighten fields with an order. */
const override: PartialOverrides = {
  signUp: 'any',
  userVerification: { enroll: 'any' },
  attestation: 'any',
  ceremonySeconds: 'any',
}

/** An environment of one policy, and an organization of another. */
async function createPair(environment: CodePolicy, organization: PartialPolicy, host: Host = {}) {
  const users = usersApart()
  const created: unknown[] = []
  const change: WorldChange = {
    policy: { override, ...environment },
    host: {
      ...users.host,
      createUser: (user, transaction) => {
        created.push(user)
        return users.host.createUser?.(user, transaction)
      },
      ...host,
    },
  }
  const world = createWorld(change)
  await world.passkeys.admin.policy.setOrganization({
    organizationId,
    policy: organization,
    expectedVersion: 0,
    actor,
  })
  return { world, users, created }
}

const begin = (world: World) => world.passkeys.signUp.begin({ profile, organizationId, binding })

async function signUp(world: World) {
  const { ceremony, options } = await begin(world)
  const response = await world.authenticator().create(options)
  return world.passkeys.signUp.finish({ ceremony, response, binding })
}

const refused = (code: string) => expect.objectContaining({ code })

describe('a page names an organization', () => {
  test.each<[string, PartialPolicy, PartialPolicy, string]>([
    ['the environment allows no sign-up', { mode: 'optional' }, open, 'forbidden'],
    ['passkeys are off in the environment', { mode: 'off', signUp: true }, open, 'passkeys_off'],
    ['the organization allows no sign-up', open, { signUp: false }, 'forbidden'],
    ['passkeys are off in the organization', open, { mode: 'off' }, 'passkeys_off'],
    ['the environment has them as a second factor', { ...open, use: 'second-factor' }, { use: 'both' }, 'forbidden'],
  ])('%s: refused unless the host expects the user there', async (_, environment, organization, code) => {
    const { world } = await createPair(environment, organization)
    await expect(begin(world)).rejects.toEqual(refused(code))
    for (const answer of [false, 1, 'yes', undefined, null]) {
      const asking = await createPair(environment, organization, { maySignUp: () => answer as boolean })
      await expect(begin(asking.world), String(answer)).rejects.toEqual(refused(code))
    }
  })

  test.each<[string, PartialPolicy, PartialPolicy]>([
    ['the environment allows no sign-up', { mode: 'optional' }, open],
    ['passkeys are off in the environment', { mode: 'off' }, open],
  ])('%s, and the host expects the user in the organization: it goes by its policy', async (_, environment, policy) => {
    const { world, users, created } = await createPair(environment, policy, { maySignUp: async () => true })
    const { userId } = await signUp(world)
    expect(await users.all()).toEqual([{ id: userId, email: profile.email, isPending: false }])
    expect(created).toEqual([{ userId, profile, organizationId }])
  })

  test('what the organization refuses stays refused, also for a user whom the host expects', async () => {
    const { world } = await createPair(open, { signUp: false }, { maySignUp: () => true })
    await expect(begin(world)).rejects.toEqual(refused('forbidden'))
  })

  const strict: PartialPolicy = { userVerification: { enroll: 'required' }, attestation: 'direct', ceremonySeconds: 60 }
  const lax: PartialPolicy = { userVerification: { enroll: 'discouraged' }, attestation: 'none', ceremonySeconds: 600 }

  test.each<[string, PartialPolicy, PartialPolicy]>([
    ['the environment is', strict, lax],
    ['the organization is', lax, strict],
  ])('a stranger is asked by the stricter of both in each field: %s', async (_, environment, organization) => {
    const { world } = await createPair({ ...open, ...environment }, { ...organization })
    const { options } = await begin(world)
    expect(options).toMatchObject({ attestation: 'direct', timeout: 60_000 })
    expect(options.authenticatorSelection?.userVerification).toBe('required')
  })

  test('who is expected is asked by the organization alone', async () => {
    const { world } = await createPair({ ...open, ...strict }, lax, { maySignUp: () => true })
    const { options } = await begin(world)
    expect(options).toMatchObject({ attestation: 'none', timeout: 600_000 })
    expect(options.authenticatorSelection?.userVerification).toBe('discouraged')
  })

  test('where an organization may not loosen signUp, the host cannot admit to its sign-up', async () => {
    const signUp: PartialOverrides = { signUp: 'tighten' }
    const { world } = await createPair({ mode: 'optional', override: signUp }, {}, { maySignUp: () => true })
    await expect(begin(world)).rejects.toEqual(refused('forbidden'))
    const write = world.passkeys.admin.policy.setOrganization({
      organizationId,
      policy: open,
      expectedVersion: 1,
      actor,
    })
    await expect(write).rejects.toMatchObject({ code: 'policy_invalid', issues: [{ path: 'signUp' }] })
  })

  test('the host is asked at begin and again at finish, before anything is created, and nothing after', async () => {
    const calls: string[] = []
    const users = usersApart()
    const { world } = await createPair({ mode: 'optional' }, open, {
      maySignUp: (asked) => {
        calls.push('maySignUp')
        expect(asked).toEqual({ profile, organizationId })
        return true
      },
      findUser: (identifier) => {
        calls.push('findUser')
        return users.host.findUser?.(identifier)
      },
      createUser: (user) => {
        calls.push('createUser')
        return users.host.createUser?.(user)
      },
    })
    await signUp(world)
    expect(calls).toEqual(['maySignUp', 'findUser', 'maySignUp', 'findUser', 'createUser'])
  })

  test('who is no longer expected at finish is refused, and nothing is created', async () => {
    let isExpected = true
    const { world, users, created } = await createPair({ mode: 'optional' }, open, { maySignUp: () => isExpected })
    const { ceremony, options } = await begin(world)
    const response = await world.authenticator().create(options)
    isExpected = false
    await expect(world.passkeys.signUp.finish({ ceremony, response, binding })).rejects.toEqual(refused('forbidden'))
    expect(created).toEqual([])
    expect(await users.all()).toEqual([])
    expect((await world.storage.passkeys.page({ rpId, limit: 10 })).items).toEqual([])
  })

  test('without an organization the host is not asked', async () => {
    let asked = 0
    const { world } = await createPair(open, {}, { maySignUp: () => ++asked > 0 })
    await world.passkeys.signUp.begin({ profile, binding })
    expect(asked).toBe(0)
  })

  test('the page learns of signing up in an organization only where a user may', async () => {
    const signUpOf = async ({ world }: { world: World }) => (await world.passkeys.config({ organizationId })).signUp
    expect(await signUpOf(await createPair({ mode: 'optional' }, open))).toBe(false)
    expect(await signUpOf(await createPair({ mode: 'optional' }, open, { maySignUp: () => false }))).toBe(true)
    expect(await signUpOf(await createPair(open, {}))).toBe(true)
  })
})

describe('a sign-up that is sent again and again', () => {
  test('creates and discards no user, where the passkey has an owner', async () => {
    const counts = { created: 0, discarded: 0 }
    const users = usersApart()
    const host: Host = {
      ...users.host,
      createUser: () => void counts.created++,
      discardUser: () => void counts.discarded++,
    }
    const world = createWorld({ policy: open, host })
    const { passkey } = await world.enroll(world.authenticator())
    const { ceremony, options } = await world.passkeys.signUp.begin({ profile, binding })
    const credentialId = Buffer.from(passkey.id, 'base64url')
    const response = await world.authenticator().create(options, {
      tamper: {
        authenticatorData: (honest) => ({
          ...honest,
          attestedCredentialData: { ...honest.attestedCredentialData, credentialId },
        }),
        envelope: (honest) => ({ ...honest, id: passkey.id, rawId: passkey.id }),
      },
    })
    for (let replay = 0; replay < 200; replay++) {
      const attempt = world.passkeys.signUp.finish({ ceremony, response, binding })
      await expect(attempt).rejects.toEqual(refused('already_registered'))
    }
    expect(counts).toEqual({ created: 0, discarded: 0 })
  })

  test('creates the user once, where it has succeeded', async () => {
    const counts = { created: 0, discarded: 0 }
    const users = usersApart()
    const host: Host = {
      ...users.host,
      createUser: (user) => {
        counts.created++
        return users.host.createUser?.(user)
      },
      discardUser: () => void counts.discarded++,
    }
    const world = createWorld({ policy: open, host })
    const { ceremony, options } = await world.passkeys.signUp.begin({ profile, binding })
    const response = await world.authenticator().create(options)
    await world.passkeys.signUp.finish({ ceremony, response, binding })
    for (let replay = 0; replay < 200; replay++) {
      const attempt = world.passkeys.signUp.finish({ ceremony, response, binding })
      await expect(attempt).rejects.toEqual(refused('ceremony_spent'))
    }
    expect(counts).toEqual({ created: 1, discarded: 0 })
  })
})

describe('the result of a sign-up', () => {
  const openWorld = () => createWorld({ policy: open, host: usersApart().host })

  const finish = async (world: World, change: { readonly synced?: boolean; readonly without?: boolean } = {}) => {
    const { ceremony, options } = await world.passkeys.signUp.begin({ profile, binding })
    const { synced = true, without = false } = change
    const { authenticatorAttachment, ...response } = await world.authenticator({ synced }).create(options)
    const answer = without ? response : { ...response, authenticatorAttachment }
    return world.passkeys.signUp.finish({ ceremony, response: answer, binding })
  }

  test('names the organization, if the page named one', async () => {
    const { world } = await createPair(open, open, { maySignUp: () => true })
    expect(await signUp(world)).toHaveProperty('organizationId', organizationId)
    expect(await finish(openWorld())).not.toHaveProperty('organizationId')
  })

  test('says where the passkey is, if the browser said it', async () => {
    expect(await finish(openWorld())).toHaveProperty('attachment', 'platform')
    expect(await finish(openWorld(), { without: true })).not.toHaveProperty('attachment')
  })

  test('assesses a synced passkey as one, and a device-bound one as possession', async () => {
    expect((await finish(openWorld())).assurance).toMatchObject({ amr: ['swk', 'user', 'mfa'] })
    expect((await finish(openWorld(), { synced: false })).assurance).toMatchObject({ amr: ['pop', 'user', 'mfa'] })
  })
})

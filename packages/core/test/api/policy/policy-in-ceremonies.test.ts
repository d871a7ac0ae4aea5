import type { PartialPolicy, Session } from '@latchkey/core'
import type { PolicyScope } from '@latchkey/storage'
import { describe, expect, test } from 'vitest'
import { alice, binding, createWorld, rpId, stateOf, type World } from '../../world.js'

async function store(world: World, scope: PolicyScope, policy: PartialPolicy, enabled = true) {
  const [before] = await world.storage.policies.read(rpId, [scope])
  const version = (before?.version ?? 0) + 1
  const record = { rpId, scope, enabled, policy: { ...policy }, version, changedAt: world.clock.now }
  await world.storage.policies.write(record, version - 1, [])
  world.clock.forward(10)
}

describe('off', () => {
  test('a new environment is off: every verb says so, and a page can know before it asks', async () => {
    const world = createWorld({ policy: {} })
    const { passkeys } = world
    const session = world.session()
    expect(await passkeys.config()).toMatchObject({ mode: 'off' })
    expect(await passkeys.prompt.decide({ session, on: 'sign-in' })).toMatchObject({ prompt: 'none' })
    const attempts = [
      passkeys.signIn.begin({ binding }),
      passkeys.enroll.begin({ user: alice, session, binding }),
      passkeys.manage.list({ session }),
      passkeys.manage.rename({ session, id: 'AAAAAAAAAAAAAAAAAAAAAA', name: 'x' }),
      passkeys.manage.remove({ session, id: 'AAAAAAAAAAAAAAAAAAAAAA' }),
    ]
    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: 'passkeys_off', status: 403 })
  })

  test('passkeys stay stored, and work again as soon as it is lifted', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    await store(world, 'environment', { mode: 'off' })
    await expect(world.signIn(authenticator)).rejects.toMatchObject({ code: 'passkeys_off' })
    await store(world, 'environment', { mode: 'optional' })
    await expect(world.signIn(authenticator)).resolves.toMatchObject({ userId: alice.id })
  })
})

describe('a policy that tightens in the middle of a ceremony', () => {
  test('switched off between begin and finish: refused', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    await store(world, 'environment', { mode: 'off' })
    const response = await authenticator.get(options)
    const attempt = world.passkeys.signIn.finish({ ceremony, response, binding })
    await expect(attempt).rejects.toMatchObject({ code: 'passkeys_off' })
    expect((await stateOf(world)).passkeys[0]?.signInCount).toBe(0)
  })

  test('user verification required since then: judged by that', async () => {
    const policy = { mode: 'optional', userVerification: { signIn: 'preferred', enroll: 'preferred' } } as const
    const world = createWorld({ policy })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    await store(world, 'environment', { userVerification: { signIn: 'required' } })
    const response = await authenticator.get(options, { userVerified: false })
    const attempt = world.passkeys.signIn.finish({ ceremony, response, binding })
    await expect(attempt).rejects.toMatchObject({ code: 'user_verification_missing' })
  })

  test('loosened since then: what was asked still holds', async () => {
    const world = createWorld()
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
    await store(world, 'environment', { userVerification: { signIn: 'discouraged' } })
    const response = await authenticator.get(options, { userVerified: false })
    const attempt = world.passkeys.signIn.finish({ ceremony, response, binding })
    await expect(attempt).rejects.toMatchObject({ code: 'user_verification_missing' })
  })

  test.each([
    ['without a name, and names are demanded since then', 'both', undefined, 'classic', 'forbidden'],
    ['without a name, and names are possible', 'smart', undefined, 'both', 'signed in'],
    ['without a name, and none is possible', 'both', undefined, 'smart', 'signed in'],
    ['with a name, and none is possible since then', 'both', alice.name, 'smart', 'forbidden'],
    ['with a name, and names are demanded', 'both', alice.name, 'classic', 'signed in'],
  ] as const)('begun %s', async (_, flow, identifier, since, outcome) => {
    const world = createWorld({ policy: { mode: 'optional', flow } })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const { ceremony, options } = await world.passkeys.signIn.begin({ identifier, binding })
    await store(world, 'environment', { flow: since })
    const response = await authenticator.get(options)
    const finished = world.passkeys.signIn.finish({ ceremony, response, binding })
    expect(
      await finished.then(
        () => 'signed in',
        ({ code }) => code,
      ),
    ).toBe(outcome)
  })

  test('an algorithm no longer offered is no longer taken, nor is one that was not offered', async () => {
    const world = createWorld({ policy: { mode: 'optional', algorithms: [-7, -8] } })
    const { ceremony, options } = await world.passkeys.enroll.begin({ user: alice, session: world.session(), binding })
    const response = await world.authenticator().create(options)
    await store(world, 'environment', { algorithms: [-8] })
    const attempt = world.passkeys.enroll.finish({ ceremony, response, session: world.session(), binding })
    await expect(attempt).rejects.toMatchObject({ code: 'algorithm_not_allowed' })
  })
})

describe('organizations', () => {
  const withOrganizations = (organizations: readonly string[], policy: PartialPolicy = { mode: 'optional' }) =>
    createWorld({ policy, host: { organizationsOf: () => organizations } })

  test('an override that is on decides; off, it stays stored and does not', async () => {
    const world = withOrganizations(['acme'])
    const effective = () => world.passkeys.policy.effective({ organizationId: 'acme' })
    await store(world, 'organization:acme', { mode: 'off' })
    expect(await effective()).toMatchObject({ policy: { mode: 'off' }, from: { mode: 'organization' } })
    await store(world, 'organization:acme', { mode: 'off' }, false)
    expect(await effective()).toMatchObject({ policy: { mode: 'optional' }, from: { mode: 'code' } })
    expect((await world.storage.policies.read(rpId, ['organization:acme']))[0]?.policy).toEqual({ mode: 'off' })
  })

  test('named at begin: the user must belong to it', async () => {
    const world = withOrganizations(['acme'])
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    const signIn = async (organizationId: string) => {
      const { ceremony, options } = await world.passkeys.signIn.begin({ organizationId, binding })
      return world.passkeys.signIn.finish({ ceremony, response: await authenticator.get(options), binding })
    }
    await expect(signIn('acme')).resolves.toMatchObject({ organizationId: 'acme' })
    await expect(signIn('other')).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('none named: the strictest of the user’s', async () => {
    const world = withOrganizations(['lax', 'strict'], { mode: 'optional', userVerification: { signIn: 'preferred' } })
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    await store(world, 'organization:strict', { userVerification: { signIn: 'required' } })
    const attempt = world.signIn(authenticator, { userVerified: false })
    await expect(attempt).rejects.toMatchObject({ code: 'user_verification_missing' })
  })

  test('a session in one organization cannot name a less strict one', async () => {
    const world = withOrganizations(['lax', 'strict'])
    await store(world, 'organization:lax', { recentAuthentication: { enroll: 'none' } })
    const session = world.session({ organizationId: 'strict', authenticatedAt: world.clock.now - 86_400_000 })
    const begin = (organizationId?: string) =>
      world.passkeys.enroll.begin({ user: alice, session, organizationId, binding })
    await expect(begin()).rejects.toMatchObject({ code: 'recent_authentication_required' })
    await expect(begin('strict')).rejects.toMatchObject({ code: 'recent_authentication_required' })
    await expect(begin('lax')).rejects.toMatchObject({ code: 'forbidden' })
  })

  describe('a session in none cannot name a less strict one', () => {
    const organizationId = 'lax'
    const world = () => withOrganizations(['lax', 'strict'], { mode: 'optional', prompt: { never: true } })

    test('at enroll.begin: as recent, and as the authenticator is asked', async () => {
      const it = world()
      await store(it, 'organization:lax', {
        recentAuthentication: { enroll: 'none' },
        userVerification: { enroll: 'discouraged' },
      })
      const begin = (session: Session) => it.passkeys.enroll.begin({ user: alice, session, organizationId, binding })
      const old = it.session({ authenticatedAt: it.clock.now - 3_600_000 })
      await expect(begin(old)).rejects.toMatchObject({ code: 'recent_authentication_required' })
      const { options } = await begin(it.session())
      expect(options.authenticatorSelection?.userVerification).toBe('required')
    })

    test('at enroll.finish, and it is recorded with the passkey', async () => {
      const it = world()
      await store(it, 'organization:strict', { kinds: { synced: false } })
      const enroll = async (synced: boolean) => {
        const session = it.session()
        const { ceremony, options } = await it.passkeys.enroll.begin({ user: alice, session, organizationId, binding })
        const response = await it.authenticator({ synced }).create(options)
        return it.passkeys.enroll.finish({ ceremony, response, session, binding })
      }
      await expect(enroll(true)).rejects.toMatchObject({ code: 'authenticator_not_allowed' })
      await enroll(false)
      expect((await stateOf(it)).passkeys).toMatchObject([{ organizationId }])
    })

    test.each(['optional', 'off'] as const)('at the prompt, where the less strict one is %s', async (mode) => {
      const it = world()
      await store(it, 'organization:lax', { mode })
      await store(it, 'organization:strict', { mode: 'mandatory' })
      const session = it.session()
      const decide = () => it.passkeys.prompt.decide({ session, organizationId, on: 'sign-in' })
      expect(await decide()).toMatchObject({ prompt: 'require' })
      const never = it.passkeys.prompt.answer({ session, organizationId, answer: 'never' })
      await expect(never).rejects.toMatchObject({ code: 'decline_refused' })
    })

    test('nor one that is not theirs', async () => {
      const it = world()
      const decide = it.passkeys.prompt.decide({ session: it.session(), organizationId: 'other', on: 'sign-in' })
      await expect(decide).rejects.toMatchObject({ code: 'forbidden' })
    })
  })

  test('a session that has switched since begin does not finish', async () => {
    const world = withOrganizations(['lax', 'strict'])
    const strict = world.session({ organizationId: 'strict' })
    const { ceremony, options } = await world.passkeys.enroll.begin({ user: alice, session: strict, binding })
    const response = await world.authenticator().create(options)
    const session = world.session({ organizationId: 'lax' })
    const attempt = world.passkeys.enroll.finish({ ceremony, response, session, binding })
    await expect(attempt).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('all of the user’s are off: refused; one of them is off: not', async () => {
    const world = withOrganizations(['one', 'two'])
    const authenticator = world.authenticator()
    await world.enroll(authenticator)
    await store(world, 'organization:one', { mode: 'off' })
    await expect(world.signIn(authenticator)).resolves.toBeDefined()
    await store(world, 'organization:two', { mode: 'off' })
    await expect(world.signIn(authenticator)).rejects.toMatchObject({ code: 'passkeys_off' })
  })
})

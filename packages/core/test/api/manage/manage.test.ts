import type { ProviderList, Session } from '@latchkey/core'
import type { PasskeyJSON } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'
import { alice, binding, bob, createWorld, rpId, stateOf, type World } from '../../world.js'

async function withPasskeys(count: number, change: Parameters<typeof createWorld>[0] = {}) {
  const world = createWorld(change)
  const ids = []
  for (let index = 0; index < count; index++) {
    ids.push((await world.enroll(world.authenticator())).passkey.id)
    world.clock.forward(1)
  }
  return { world, ids, manage: world.passkeys.manage, session: world.session() }
}

describe('listing', () => {
  test('shows the user’s passkeys, oldest first, and tells the browser all of them', async () => {
    const { manage, session, ids } = await withPasskeys(2)
    const { passkeys, signals } = await manage.list({ session })
    expect(passkeys.map(({ id }) => id)).toEqual(ids)
    expect(passkeys[0]).toMatchObject({ name: 'This device', signInCount: 0, synced: true, removable: true })
    expect(signals.allAcceptedCredentials?.allAcceptedCredentialIds).toEqual(ids)
  })

  test('says which one cannot be removed, and why', async () => {
    const { world, manage, session, ids } = await withPasskeys(2)
    await suspend(world, ids[0])
    const { passkeys } = await manage.list({ session })
    expect(passkeys[0]).toMatchObject({ removable: false, whyNotRemovable: 'suspended' })
    expect(passkeys[1]).toMatchObject({ removable: false, whyNotRemovable: 'last_sign_in_method' })
  })

  test('one that the policy lets sign no user in is no way that is left', async () => {
    const { world, manage, session, ids } = await withPasskeys(0, { policy: { mode: 'optional', flow: 'classic' } })
    ids.push(await enrollHidden(world, session))
    world.clock.forward(1)
    await world.passkeys.admin.policy.setEnvironment({
      policy: { flow: 'smart' },
      expectedVersion: 0,
      actor: { id: 'admin' },
    })
    ids.push((await world.enroll(world.authenticator())).passkey.id)
    const { passkeys } = await manage.list({ session })
    expect(passkeys.map(({ removable }) => removable)).toEqual([true, false])
    await expect(manage.remove({ session, id: ids[1] ?? '' })).rejects.toMatchObject({ code: 'last_sign_in_method' })
    await expect(manage.remove({ session, id: ids[0] ?? '' })).resolves.toBeDefined()
    expect((await manage.list({ session })).passkeys).toMatchObject([{ id: ids[1], removable: false }])
  })

  test('a passkey has the name of its provider, and the icon where the host has one', async () => {
    const aaguid = 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4'
    const shown = async (providers?: ProviderList) => {
      const world = createWorld(providers ? { providers } : {})
      await world.enroll(world.authenticator({ aaguid }))
      return (await world.passkeys.manage.list({ session: world.session() })).passkeys[0]
    }
    expect(await shown()).toMatchObject({ name: 'Google Password Manager', provider: 'Google Password Manager' })
    const icon = 'data:image/svg+xml;base64,PHN2Zy8+'
    expect(await shown({ [aaguid]: { name: 'Keys of ours', icon_light: icon, icon_dark: null } })).toMatchObject({
      name: 'Keys of ours',
      provider: 'Keys of ours',
      providerIcon: { light: icon, dark: icon },
    })
  })

  test('a user without passkeys has an empty list', async () => {
    const { manage, session } = await withPasskeys(0)
    expect(await manage.list({ session })).toEqual({ passkeys: [], signals: { rpId } })
    await expect(manage.list({ session: null })).rejects.toMatchObject({ code: 'not_signed_in' })
  })
})

describe('renaming', () => {
  test('the passkey has the name, trimmed', async () => {
    const { world, manage, session, ids } = await withPasskeys(1)
    const { passkey } = await manage.rename({ session, id: ids[0] ?? '', name: ' Work laptop ' })
    expect(passkey.name).toBe('Work laptop')
    expect((await stateOf(world)).passkeys[0]?.name).toBe('Work laptop')
    expect(await world.events()).toEqual(['passkey.added', 'passkey.renamed'])
  })

  test('the event has the name before and after, and the browser learns nothing to forget', async () => {
    const { world, manage, session, ids } = await withPasskeys(1)
    await world.events()
    const { signals } = await manage.rename({ session, id: ids[0] ?? '', name: 'Work laptop' })
    expect(signals).toEqual({ rpId })
    const [renamed] = await world.told()
    expect(renamed?.data).toEqual({ passkeyId: ids[0], passkeyName: 'Work laptop', before: 'This device' })
  })

  test('needs no recent sign-in unless the policy says so', async () => {
    const { world, manage, ids } = await withPasskeys(1)
    const old = world.session({ authenticatedAt: world.clock.now - 86_400_000 })
    await expect(manage.rename({ session: old, id: ids[0] ?? '', name: 'x' })).resolves.toBeDefined()
  })
})

describe('removing', () => {
  test('the passkey is gone, and the browser gets a signal for that one only', async () => {
    const { world, manage, session, ids } = await withPasskeys(2)
    const { signals } = await manage.remove({ session, id: ids[0] ?? '' })
    expect(signals).toEqual({ rpId, unknownCredentialId: ids[0] })
    expect((await stateOf(world)).account).toMatchObject({ passkeyCount: 1, activeCount: 1 })
    expect(await world.events()).toEqual(['passkey.added', 'passkey.added', 'passkey.removed'])
  })

  test.each([
    ['if-other-method', [], 'last_sign_in_method'],
    ['never', ['password'], 'last_sign_in_method'],
    ['if-other-method', ['password'], 'removed'],
    ['allow', [], 'removed'],
  ] as const)('the last one under %s with %j: %s', async (removeLast, ways, outcome) => {
    const { world, manage, session, ids } = await withPasskeys(1, {
      policy: { mode: 'optional', removeLast },
      host: { otherSignInMethods: () => ways },
    })
    const attempt = manage.remove({ session, id: ids[0] ?? '' }).then(
      () => 'removed',
      (error) => error.code,
    )
    expect(await attempt).toBe(outcome)
    expect((await stateOf(world)).passkeys).toHaveLength(outcome === 'removed' ? 0 : 1)
    const told = outcome === 'removed' ? 'passkey.removed' : 'passkey.last_removal_refused'
    expect(await world.events()).toEqual(['passkey.added', told])
  })

  test('the last one, refused again and again: one event for each sign-in', async () => {
    const { world, manage, session, ids } = await withPasskeys(1, { policy: { mode: 'optional', removeLast: 'never' } })
    await world.events()
    const later = world.session({ authenticatedAt: session.authenticatedAt + 1 })
    for (const own of [session, session, later, session, later]) {
      const refused = manage.remove({ session: own, id: ids[0] ?? '' })
      await expect(refused).rejects.toMatchObject({ code: 'last_sign_in_method' })
    }
    expect(await world.events()).toEqual(['passkey.last_removal_refused', 'passkey.last_removal_refused'])
  })

  test('the last two at once under "not the last": exactly one goes', async () => {
    const { world, manage, session, ids } = await withPasskeys(2)
    const results = await Promise.allSettled(ids.map((id) => manage.remove({ session, id })))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await stateOf(world)).passkeys).toHaveLength(1)
  })

  test('a suspended one counts for nothing: of two that sign in, one may go', async () => {
    const { world, manage, session, ids } = await withPasskeys(3)
    await suspend(world, ids[0])
    const { passkeys } = await manage.list({ session })
    expect(passkeys.map(({ removable }) => removable)).toEqual([false, true, true])
    await expect(manage.remove({ session, id: ids[1] ?? '' })).resolves.toBeDefined()
    await expect(manage.remove({ session, id: ids[2] ?? '' })).rejects.toMatchObject({ code: 'last_sign_in_method' })
  })

  test('the app is asked for other sign-in methods of this user, and only where they matter', async () => {
    const asked: object[] = []
    const otherSignInMethods = (about: object) => {
      asked.push(about)
      return ['password']
    }
    const { manage, session, ids } = await withPasskeys(2, { host: { otherSignInMethods } })
    await manage.list({ session })
    expect(asked).toEqual([])
    await manage.remove({ session, id: ids[0] ?? '' })
    await manage.list({ session })
    expect(new Set(asked.map((about) => JSON.stringify(about)))).toEqual(
      new Set([JSON.stringify({ userId: alice.id })]),
    )
  })

  test.each(['rename', 'remove'] as const)('%s: one that is gone by then is not found', async (verb) => {
    const { world, manage, session, ids } = await withPasskeys(2)
    Object.assign(world.storage.passkeys, { rename: async () => 'gone', remove: async () => 'gone' })
    const attempt = manage[verb]({ session, id: ids[0] ?? '', name: 'x' })
    await expect(attempt).rejects.toMatchObject({ code: 'not_found' })
  })

  test('a suspended one is left to admins', async () => {
    const { world, manage, session, ids } = await withPasskeys(2)
    await suspend(world, ids[0])
    await expect(manage.remove({ session, id: ids[0] ?? '' })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('needs a recent sign-in: 5:00 will do, 5:01 will not', async () => {
    const { world, manage, ids } = await withPasskeys(3)
    const at = (seconds: number) => world.session({ authenticatedAt: world.clock.now - seconds * 1000 })
    await expect(manage.remove({ session: at(300), id: ids[0] ?? '' })).resolves.toBeDefined()
    const late = manage.remove({ session: at(301), id: ids[1] ?? '' })
    await expect(late).rejects.toMatchObject({ code: 'recent_authentication_required' })
  })
})

describe('whose passkey it is', () => {
  test.each(['remove', 'rename'] as const)(
    'another user’s cannot be %sd: not_found, like one that no user has',
    async (verb) => {
      const { world, manage, ids } = await withPasskeys(1)
      await world.enroll(world.authenticator(), world.session({ userId: bob.id }))
      const before = await stateOf(world)
      const session = world.session({ userId: bob.id })
      for (const id of [ids[0] ?? '', 'AAAAAAAAAAAAAAAAAAAAAA', 'not base64url!', '']) {
        await expect(manage[verb]({ session, id, name: 'x' })).rejects.toMatchObject({ code: 'not_found' })
      }
      expect(await stateOf(world)).toEqual(before)
    },
  )
})

describe('the offer to make a passkey', () => {
  const decide = (world: World) => world.passkeys.prompt.decide({ session: world.session(), on: 'sign-in' })

  test('after a password: offered; "Not now" is respected for two weeks, and forgotten when a passkey is made', async () => {
    const { world } = await withPasskeys(0)
    expect(await decide(world)).toMatchObject({ prompt: 'offer', skippable: true })
    const said = await world.passkeys.prompt.answer({ session: world.session(), answer: 'not-now' })
    const nextAt = world.clock.now + 14 * 86_400_000
    expect(said).toMatchObject({ prompt: 'none', reason: 'declined_recently', nextAt })
    world.clock.forward(14 * 86_400 - 1)
    expect(await decide(world)).toMatchObject({ prompt: 'none', nextAt })
    world.clock.forward(1)
    expect(await decide(world)).toMatchObject({ prompt: 'offer' })
    await world.enroll(world.authenticator())
    expect(await decide(world)).toMatchObject({ prompt: 'none', reason: 'has_passkey' })
    expect((await stateOf(world)).account?.prompt).toMatchObject({ declines: 0, never: false })
    expect(await world.events()).toEqual(['prompt.declined', 'passkey.added'])
  })

  test('"ask again" brings it back', async () => {
    const { world } = await withPasskeys(0)
    await world.passkeys.prompt.answer({ session: world.session(), answer: 'not-now' })
    await world.passkeys.prompt.answer({ session: world.session(), answer: 'ask-again' })
    expect(await decide(world)).toMatchObject({ prompt: 'offer' })
  })

  test.each([
    ['not-now', { mode: 'mandatory' }, 'decline_refused'],
    ['never', { mode: 'mandatory', prompt: { never: true } }, 'decline_refused'],
    ['never', { mode: 'optional' }, 'decline_refused'],
    ['not-now', { mode: 'off' }, 'passkeys_off'],
    ['maybe', { mode: 'optional' }, 'malformed'],
  ] as const)('%s under %j: %s, and nothing is remembered', async (answer, policy, code) => {
    const { world } = await withPasskeys(0, { policy })
    const attempt = world.passkeys.prompt.answer({ session: world.session(), answer: answer as 'never' })
    await expect(attempt).rejects.toMatchObject({ code })
    expect(await stateOf(world)).toEqual({ passkeys: [] })
  })

  test('"never" is respected permanently if it is offered', async () => {
    const { world } = await withPasskeys(0, { policy: { mode: 'optional', prompt: { never: true } } })
    await world.passkeys.prompt.answer({ session: world.session(), answer: 'never' })
    world.clock.forward(10 * 365 * 86_400)
    expect(await decide(world)).toMatchObject({ prompt: 'none', reason: 'declined_for_ever' })
  })
})

/** A security key that keeps nothing: it signs only for who says a user name first. */
async function enrollHidden({ passkeys, authenticator }: World, session: Session): Promise<PasskeyJSON['id']> {
  const { ceremony, options } = await passkeys.enroll.begin({ user: alice, session, binding })
  const authenticatorSelection = { residentKey: 'discouraged', requireResidentKey: false } as const
  const response = await authenticator().create({ ...options, authenticatorSelection })
  const { passkey } = await passkeys.enroll.finish({ ceremony, response, session, binding })
  expect(passkey.discoverable).toBe(false)
  return passkey.id
}

async function suspend(world: World, id: string | undefined) {
  const passkey = (await stateOf(world)).passkeys.find((it) => it.id === id)
  if (passkey) await world.storage.passkeys.setStatus(passkey, { scope: 'environment', status: 'suspended' }, [])
  expect(passkey?.userId).toBe(alice.id)
}

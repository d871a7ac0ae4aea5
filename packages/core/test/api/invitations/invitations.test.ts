import { describe, expect, test } from 'vitest'
import { alice, binding, bob, createWorld, rpId, stateOf, type World, type WorldChange } from '../../world.js'

const actor = { id: 'admin-1', scope: 'environment' } as const
const host = { findUserById: (id: string) => [alice, bob].find((user) => user.id === id) }

function inviting({ host: more, ...change }: WorldChange = {}): World {
  return createWorld({ ...change, host: { ...host, ...more } })
}

async function invite(world: World) {
  return world.passkeys.invitations.create({ userId: alice.id, actor })
}

async function redeem(world: World) {
  const { id, code } = await invite(world)
  return { id, code, ...(await world.passkeys.invitations.redeem({ id, code, binding })) }
}

describe('an invitation', () => {
  test('leads to a passkey without a session, consumes the code, and emits each step', async () => {
    const world = inviting()
    const authenticator = world.authenticator()
    const { ceremony, options, id, code } = await redeem(world)
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{12}$/)
    expect(id).toMatch(/^[\w-]{22}$/)
    expect(options.user).toMatchObject({ name: alice.name })
    const response = await authenticator.create(options)
    await world.passkeys.enroll.finish({ ceremony, response, binding })
    expect((await stateOf(world)).passkeys[0]).toMatchObject({ userId: alice.id, source: 'invitation' })
    expect(await world.signIn(authenticator)).toMatchObject({ userId: alice.id })
    const again = world.passkeys.invitations.redeem({ id, code, binding })
    await expect(again).rejects.toMatchObject({ code: 'code_invalid' })
    const events = await world.told()
    expect(events.map(({ name }) => name)).toEqual([
      'invitation.created',
      'invitation.redeemed',
      'passkey.added',
      'passkey.used',
    ])
    expect(events[1]?.data).toMatchObject({ invitationId: id, createdBy: actor.id })
    expect(JSON.stringify(events)).not.toContain(code)
  })

  test('a session of another user is forbidden, at redeem and at finish', async () => {
    const world = inviting()
    const { id, code, ceremony, options } = await redeem(world)
    const session = world.session({ userId: bob.id })
    const redeemed = world.passkeys.invitations.redeem({ id, code, session, binding })
    await expect(redeemed).rejects.toMatchObject({ code: 'forbidden' })
    const response = await world.authenticator().create(options)
    const finished = world.passkeys.enroll.finish({ ceremony, response, session, binding })
    await expect(finished).rejects.toMatchObject({ code: 'forbidden' })
  })

  test.each([
    ['spaces and hyphens', (code: string) => ` ${code.slice(0, 4)}-${code.slice(4)} `],
    ['lower case', (code: string) => code.toLowerCase()],
  ])('a code with %s is the same code', async (_, change) => {
    const world = inviting()
    const { id, code } = await invite(world)
    await expect(world.passkeys.invitations.redeem({ id, code: change(code), binding })).resolves.toBeDefined()
  })

  test.each([
    ['of another alphabet', (code: string) => `Я${code.slice(1)}`],
    ['with a letter that is in no code', (code: string) => `0${code.slice(1)}`],
    ['too short', (code: string) => code.slice(1)],
    ['too long', (code: string) => `${code}A`],
    ['empty', () => ''],
    ['of 100,000 characters', () => 'A'.repeat(100_000)],
    ['another', (code: string) => `${code.startsWith('A') ? 'B' : 'A'}${code.slice(1)}`],
  ])('a code %s is code_invalid', async (_, change) => {
    const world = inviting()
    const { id, code } = await invite(world)
    const redeemed = world.passkeys.invitations.redeem({ id, code: change(code), binding })
    await expect(redeemed).rejects.toMatchObject({ code: 'code_invalid' })
    await expect(world.passkeys.invitations.redeem({ id, code, binding })).resolves.toBeDefined()
  })

  test.each(['', 'x', '\0', 'A'.repeat(22), 'é'.repeat(22)])('an unknown id %j is code_invalid', async (id) => {
    const redeemed = inviting().passkeys.invitations.redeem({ id, code: 'ABCDEFGHJKMN', binding })
    await expect(redeemed).rejects.toMatchObject({ code: 'code_invalid' })
  })

  test('is valid for an hour', async () => {
    const world = inviting()
    const { id, code } = await invite(world)
    world.clock.forward(3599)
    await expect(world.passkeys.invitations.redeem({ id, code, binding })).resolves.toBeDefined()
    world.clock.forward(1)
    const late = world.passkeys.invitations.redeem({ id, code, binding })
    await expect(late).rejects.toMatchObject({ code: 'code_invalid' })
  })

  test('the sixth try is refused even if it is right', async () => {
    const world = inviting()
    const { id, code } = await invite(world)
    const wrong = code === 'AAAAAAAAAAAA' ? 'BBBBBBBBBBBB' : 'AAAAAAAAAAAA'
    for (let tries = 0; tries < 5; tries++) {
      const tried = world.passkeys.invitations.redeem({ id, code: wrong, binding })
      await expect(tried).rejects.toMatchObject({ code: 'code_invalid' })
    }
    const sixth = world.passkeys.invitations.redeem({ id, code, binding })
    await expect(sixth).rejects.toMatchObject({ code: 'code_invalid' })
  })

  test('of 20 ceremonies from one code, finished at once, one adds a passkey', async () => {
    const world = inviting()
    const { id, code } = await invite(world)
    const finishes = []
    for (let at = 0; at < 20; at++) {
      const { ceremony, options } = await world.passkeys.invitations.redeem({ id, code, binding })
      finishes.push({ ceremony, response: await world.authenticator().create(options), binding })
    }
    const results = await Promise.allSettled(finishes.map((input) => world.passkeys.enroll.finish(input)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await stateOf(world)).passkeys).toHaveLength(1)
    const codes = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []))
    expect(codes).toEqual(Array(19).fill('code_invalid'))
  })

  test('revoked, it and the ceremonies that it began are code_invalid', async () => {
    const world = inviting()
    const { id, code, ceremony, options } = await redeem(world)
    const response = await world.authenticator().create(options)
    await world.passkeys.invitations.revoke({ userId: alice.id, id, actor })
    const finished = world.passkeys.enroll.finish({ ceremony, response, binding })
    await expect(finished).rejects.toMatchObject({ code: 'code_invalid' })
    const redeemed = world.passkeys.invitations.redeem({ id, code, binding })
    await expect(redeemed).rejects.toMatchObject({ code: 'code_invalid' })
    const again = world.passkeys.invitations.revoke({ userId: alice.id, id, actor })
    await expect(again).rejects.toMatchObject({ code: 'not_found' })
  })

  test('an account invalidated between redeem and finish is account_changed', async () => {
    const world = inviting()
    await world.enroll(world.authenticator())
    const { ceremony, options } = await redeem(world)
    const response = await world.authenticator().create(options)
    await world.passkeys.admin.accounts.invalidate({ userId: alice.id, actor })
    const finished = world.passkeys.enroll.finish({ ceremony, response, binding })
    await expect(finished).rejects.toMatchObject({ code: 'account_changed' })
  })

  test('of a user that the app does not have is not_found', async () => {
    const created = inviting().passkeys.invitations.create({ userId: 'user-carol', actor })
    await expect(created).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('an invitation by an organization', () => {
  const organization = { id: 'admin-2', scope: { organizationId: 'org-a' } } as const

  test('makes a passkey that is bound to the organization', async () => {
    const world = inviting({ host: { organizationsOf: () => ['org-a'] } })
    const { id, code } = await world.passkeys.invitations.create({ userId: alice.id, actor: organization })
    const { ceremony, options } = await world.passkeys.invitations.redeem({ id, code, binding })
    const response = await world.authenticator().create(options)
    await world.passkeys.enroll.finish({ ceremony, response, binding })
    expect((await stateOf(world)).passkeys[0]).toMatchObject({ boundTo: 'org-a', organizationId: 'org-a', rpId })
  })

  test.each([[['org-a', 'org-b']], [['org-b']], [[]]])('a user of %j is forbidden', async (organizations) => {
    const world = inviting({ host: { organizationsOf: () => organizations } })
    const created = world.passkeys.invitations.create({ userId: alice.id, actor: organization })
    await expect(created).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('a user who joins another organization before the finish is forbidden', async () => {
    const organizations = ['org-a']
    const world = inviting({ host: { organizationsOf: () => organizations } })
    const { id, code } = await world.passkeys.invitations.create({ userId: alice.id, actor: organization })
    const { ceremony, options } = await world.passkeys.invitations.redeem({ id, code, binding })
    const response = await world.authenticator().create(options)
    organizations.push('org-b')
    const finished = world.passkeys.enroll.finish({ ceremony, response, binding })
    await expect(finished).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('the URL template of an invitation', () => {
  test('is filled with encoded values', async () => {
    const urlTemplate = 'https://app.example.com/join/{userId}?o={organizationId}#{id}/{code}'
    const made = await inviting().passkeys.invitations.create({ userId: alice.id, actor, urlTemplate })
    expect(made.url).toBe(`https://app.example.com/join/${alice.id}?o=#${made.id}/${made.code}`)
  })

  test.each([
    'https://app.example.com/join#{id}',
    'https://app.example.com/join#{code}',
    'https://app.example.com/join?code={code}#{id}',
    'https://app.example.com/{id}#{id}/{code}',
    'https://app.example.com/join#{id}/{code}/{token}',
    '/join#{id}/{code}',
    'javascript:alert(1)#{id}/{code}',
    '',
  ])('%j is a TypeError, and there is no invitation', async (urlTemplate) => {
    const world = inviting()
    const made = world.passkeys.invitations.create({ userId: alice.id, actor, urlTemplate })
    await expect(made).rejects.toBeInstanceOf(TypeError)
    expect(await world.events()).toEqual([])
  })
})

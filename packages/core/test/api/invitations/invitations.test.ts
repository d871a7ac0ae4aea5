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
    ['delegated', { delegated: true }, 'forbidden'],
    ['partial', { partial: true }, 'not_signed_in'],
  ] as const)('a %s session of the user does not finish it', async (_, kind, code) => {
    const world = inviting()
    const { ceremony, options } = await redeem(world)
    const finishing = { ceremony, response: await world.authenticator().create(options), binding }
    const refused = world.passkeys.enroll.finish({ ...finishing, session: world.session(kind) })
    await expect(refused).rejects.toMatchObject({ code })
    await expect(world.passkeys.enroll.finish({ ...finishing, session: world.session() })).resolves.toBeDefined()
  })

  test('is no recovery: it is finished where recovery is off, and ends no session', async () => {
    const ended: string[] = []
    const world = inviting({
      policy: { mode: 'optional', recovery: 'off' },
      host: { endSessions: ({ userId }) => void ended.push(userId) },
    })
    const { ceremony, options } = await redeem(world)
    const response = await world.authenticator().create(options)
    await expect(world.passkeys.enroll.finish({ ceremony, response, binding })).resolves.toBeDefined()
    expect(ended).toEqual([])
  })

  test.each([
    ['spaces and hyphens', (code: string) => ` ${code.slice(0, 4)}-${code.slice(4)} `],
    ['lower case', (code: string) => code.toLowerCase()],
    [
      'other hyphens and spaces',
      (code: string) => `${code.slice(0, 4)}\u2011${code.slice(4, 8)}\u00a0\u2013${code.slice(8)}`,
    ],
    [
      'full-width letters',
      (code: string) => code.replace(/./g, (it) => String.fromCodePoint((it.codePointAt(0) ?? 0) + 0xfee0)),
    ],
  ])('a code with %s is the same code', async (_, change) => {
    const world = inviting()
    const { id, code } = await invite(world)
    await expect(world.passkeys.invitations.redeem({ id, code: change(code), binding })).resolves.toBeDefined()
  })

  test.each([
    ['of another alphabet', (code: string) => `Я${code.slice(1)}`],
    ['with a letter of another alphabet that looks alike', (code: string) => `\u0410${code.slice(1)}`],
    ['with an emoji', (code: string) => `\u{1f511}${code.slice(1)}`],
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

  test('begins 20 ceremonies; the 21st redemption is refused, and each of the 20 still leads to the passkey', async () => {
    const world = inviting()
    const { id, code } = await invite(world)
    const begun = []
    for (let count = 0; count < 20; count++) begun.push(await world.passkeys.invitations.redeem({ id, code, binding }))
    for (let count = 0; count < 2; count++) {
      const again = world.passkeys.invitations.redeem({ id, code, binding })
      await expect(again).rejects.toMatchObject({ code: 'code_invalid' })
    }
    const { ceremony, options } = begun[19] ?? expect.fail()
    const response = await world.authenticator().create(options)
    await expect(world.passkeys.enroll.finish({ ceremony, response, binding })).resolves.toHaveProperty('passkey')
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

  test('with an attachment it leads to a passkey there and nowhere else', async () => {
    const world = inviting()
    const attachment = 'cross-platform'
    const { id, code } = await world.passkeys.invitations.create({ userId: alice.id, actor, attachment })
    const { ceremony, options } = await world.passkeys.invitations.redeem({ id, code, binding })
    expect(options.authenticatorSelection?.authenticatorAttachment).toBe(attachment)
    const response = await world.authenticator({ attachment: 'platform', transports: ['internal'] }).create({
      ...options,
      authenticatorSelection: {},
    })
    const finished = world.passkeys.enroll.finish({ ceremony, response, binding })
    await expect(finished).rejects.toMatchObject({ code: 'authenticator_not_allowed' })
  })

  test('with an attachment that the policy does not allow is forbidden, and one that does not exist a TypeError', async () => {
    const { invitations } = inviting({ policy: { mode: 'optional', attachment: 'platform' } }).passkeys
    const elsewhere = invitations.create({ userId: alice.id, actor, attachment: 'cross-platform' })
    await expect(elsewhere).rejects.toMatchObject({ code: 'forbidden' })
    const unknown = invitations.create({ userId: alice.id, actor, attachment: 'any' as 'platform' })
    await expect(unknown).rejects.toBeInstanceOf(TypeError)
  })

  test('a clock that is an hour off neither opens an expired one nor closes a new one too early', async () => {
    const world = inviting()
    const { id, code } = await invite(world)
    world.clock.forward(-3600)
    await expect(world.passkeys.invitations.redeem({ id, code, binding })).resolves.toBeDefined()
    world.clock.forward(2 * 3600)
    await expect(world.passkeys.invitations.redeem({ id, code, binding })).rejects.toMatchObject({
      code: 'code_invalid',
    })
  })

  test('failures are counted in one invitation.failed for each minute, without the code', async () => {
    const world = inviting()
    const { id } = await invite(world)
    const wrong = { id, code: 'AAAAAAAAAAAA', binding }
    for (const clientAddress of ['192.0.2.1', '192.0.2.2', '192.0.2.2']) {
      await expect(world.passkeys.invitations.redeem({ ...wrong, clientAddress })).rejects.toMatchObject({
        code: 'code_invalid',
      })
    }
    for (let tries = 0; tries < 100; tries++)
      await world.passkeys.invitations.redeem({ ...wrong, id: 'x' }).catch(() => {})
    await world.passkeys.sweep()
    const failed = (await world.told()).filter(({ name }) => name === 'invitation.failed')
    expect(failed).toMatchObject([{ data: { reason: 'code_invalid' }, counts: { count: 103, addresses: 2 } }])
    expect(JSON.stringify(failed)).not.toContain('AAAAAAAAAAAA')
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

describe('the list of invitations', () => {
  const listOf = async (world: World, change: object = {}) =>
    (await world.passkeys.invitations.list({ userId: alice.id, actor, ...change })).items

  test('says what became of each, oldest first, and never a code or its hash', async () => {
    const world = inviting()
    const used = await redeem(world)
    const response = await world.authenticator().create(used.options)
    await world.passkeys.enroll.finish({ ceremony: used.ceremony, response, binding })
    world.clock.forward(1)
    const closed = await invite(world)
    for (let tries = 0; tries < 5; tries++) {
      await world.passkeys.invitations.redeem({ id: closed.id, code: 'AAAAAAAAAAAA', binding }).catch(() => {})
    }
    world.clock.forward(1)
    const open = await invite(world)
    const items = await listOf(world)
    expect(items.map(({ id, status }) => [id, status])).toEqual([
      [used.id, 'used'],
      [closed.id, 'closed'],
      [open.id, 'open'],
    ])
    expect(items[2]).toEqual({
      id: open.id,
      status: 'open',
      createdAt: world.clock.now,
      expiresAt: open.expiresAt,
      triesLeft: 5,
      createdBy: actor.id,
    })
    world.clock.forward(3600)
    expect((await listOf(world)).map(({ status }) => status)).toEqual(['used', 'expired', 'expired'])
    expect(await listOf(world, { userId: bob.id })).toEqual([])
  })

  test('an organization lists and revokes its own only', async () => {
    const world = inviting({ host: { organizationsOf: () => ['org-a'] } })
    const organization = { id: 'admin-2', scope: { organizationId: 'org-a' } } as const
    const own = await world.passkeys.invitations.create({ userId: alice.id, actor: organization })
    const other = await invite(world)
    expect((await listOf(world, { actor: organization })).map(({ id }) => id)).toEqual([own.id])
    const elsewhere = { id: 'admin-3', scope: { organizationId: 'org-b' } } as const
    expect(await listOf(world, { actor: elsewhere })).toEqual([])
    const { invitations } = world.passkeys
    for (const [by, id] of [
      [organization, other.id],
      [elsewhere, own.id],
    ] as const) {
      const revoked = invitations.revoke({ userId: alice.id, id, actor: by })
      await expect(revoked).rejects.toMatchObject({ code: 'not_found' })
    }
    await expect(invitations.revoke({ userId: bob.id, id: own.id, actor })).rejects.toMatchObject({ code: 'not_found' })
    await invitations.revoke({ userId: alice.id, id: own.id, actor: organization })
    expect((await listOf(world)).map(({ id }) => id)).toEqual([other.id])
    await expect(listOf(world, { actor: { id: 'admin-4' } })).rejects.toMatchObject({ code: 'forbidden' })
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

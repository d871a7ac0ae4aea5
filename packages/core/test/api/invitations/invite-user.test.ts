import { type NewUser, PasskeyError, type Session } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { alice, binding, createWorld, rpId, stateOf, type World, type WorldChange } from '../../world.js'

const actor = { id: 'admin-1', scope: 'environment' } as const
const ofAcme = { id: 'admin-2', scope: { organizationId: 'acme' } } as const
const profile = { email: 'carol@example.com', displayName: 'Carol' }
const rules = { email: 'required', displayName: 'optional' } as const

/** An app that creates users, and what it has been called with. */
function inviting({ host, ...change }: WorldChange = {}) {
  const created: NewUser[] = []
  const confirmed: string[] = []
  const discarded: string[] = []
  const users = () => [alice, ...created.map(({ userId, profile: { email = '' } }) => ({ id: userId, name: email }))]
  const world = createWorld({
    profile: rules,
    ...change,
    host: {
      findUser: (identifier) => users().find(({ name }) => name === identifier),
      createUser: (user) => void (created.some(({ userId }) => userId === user.userId) || created.push(user)),
      confirmUser: ({ userId }) => void confirmed.push(userId),
      discardUser: ({ userId }) => {
        discarded.push(userId)
        const at = created.findIndex((user) => user.userId === userId)
        if (at >= 0 && !confirmed.includes(userId)) created.splice(at, 1)
      },
      ...host,
    },
  })
  return { world, created, confirmed, discarded }
}

const invite = ({ passkeys }: World, change: object = {}) => passkeys.admin.users.invite({ profile, actor, ...change })

const redeem = ({ passkeys }: World, { id, code }: { readonly id: string; readonly code: string }) =>
  passkeys.invitations.redeem({ id, code, binding })

async function finish(
  world: World,
  begun: Awaited<ReturnType<typeof redeem>>,
  authenticator = world.authenticator(),
  more: { readonly name?: string; readonly session?: Session } = {},
) {
  const response = await authenticator.create(begun.options)
  return world.passkeys.enroll.finish({ ceremony: begun.ceremony, response, binding, ...more })
}

describe('an invitation of a user who does not exist yet', () => {
  test('creates the user with the passkey, and not before, though signUp is off', async () => {
    const { world, created, confirmed } = inviting()
    const { id, code, userId } = await invite(world)
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{12}$/)
    const begun = await redeem(world, { id, code })
    expect(begun.options.user).toMatchObject({ name: profile.email, displayName: 'Carol' })
    expect(created).toEqual([])
    const authenticator = world.authenticator()
    await finish(world, begun, authenticator)
    expect(created).toStrictEqual([{ userId, profile }])
    expect(confirmed).toEqual([userId])
    expect((await stateOf(world, userId)).passkeys).toMatchObject([{ userId, source: 'invitation' }])
    await expect(world.signIn(authenticator)).resolves.toMatchObject({ userId })
    await expect(redeem(world, { id, code })).rejects.toMatchObject({ code: 'code_invalid' })
    const events = await world.told()
    expect(events.map(({ name }) => name)).toEqual([
      'invitation.created',
      'invitation.redeemed',
      'passkey.added',
      'passkey.used',
    ])
    expect(events[1]).toMatchObject({ userId, data: { invitationId: id, createdBy: actor.id } })
  })

  test('the passkey has the name that the user typed, or one by default, and the browser learns nothing to forget', async () => {
    const { world } = inviting()
    const named = await finish(world, await redeem(world, await invite(world)), world.authenticator(), { name: 'Mine' })
    expect(named).toMatchObject({ passkey: { name: 'Mine' }, signals: { rpId } })
    const other = await invite(world, { profile: { email: 'dave@example.com' } })
    expect(await finish(world, await redeem(world, other))).toMatchObject({
      passkey: { name: 'This device' },
      signals: { rpId },
    })
  })

  test('anyone who has signed in since then is forbidden to finish it', async () => {
    const { world, created } = inviting()
    const begun = await redeem(world, await invite(world))
    const session = world.session()
    await expect(finish(world, begun, world.authenticator(), { session })).rejects.toMatchObject({ code: 'forbidden' })
    expect(created).toEqual([])
  })

  test('an admin lists and revokes it', async () => {
    const { world, created } = inviting()
    const { id, code, userId } = await invite(world)
    const { invitations } = world.passkeys
    expect((await invitations.list({ userId, actor })).items).toMatchObject([{ id, status: 'open' }])
    const begun = await redeem(world, { id, code })
    await invitations.revoke({ userId, id, actor })
    await expect(finish(world, begun)).rejects.toMatchObject({ code: 'code_invalid' })
    expect(created).toEqual([])
  })

  test('redeemed twice at once it leads to one passkey and one user', async () => {
    const { world, created } = inviting()
    const invitation = await invite(world)
    const begun = await Promise.all([redeem(world, invitation), redeem(world, invitation)])
    const results = await Promise.allSettled(begun.map((it) => finish(world, it)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(created).toHaveLength(1)
    expect((await stateOf(world, invitation.userId)).passkeys).toHaveLength(1)
  })

  test('an identifier that is taken meanwhile is identifier_taken at finish, and no user is created', async () => {
    const { world, created } = inviting()
    const [first, second] = [await invite(world), await invite(world)]
    const begun = await redeem(world, second)
    await finish(world, await redeem(world, first))
    await expect(finish(world, begun)).rejects.toMatchObject({ code: 'identifier_taken', issues: [{ path: 'email' }] })
    expect(created).toHaveLength(1)
  })

  test('a user who is created meanwhile with the same id, by the app itself, gets the passkey', async () => {
    const { world, created } = inviting()
    const invitation = await invite(world)
    const begun = await redeem(world, invitation)
    created.push({ userId: invitation.userId, profile })
    await expect(finish(world, begun)).resolves.toHaveProperty('passkey')
    expect(created).toHaveLength(1)
  })

  test('a createUser that refuses adds no passkey, and its code or error is passed on', async () => {
    const outage = new Error('The directory is away.')
    for (const refusal of [new PasskeyError('forbidden'), outage]) {
      const { world, discarded } = inviting({ host: { createUser: () => Promise.reject(refusal) } })
      const invitation = await invite(world)
      const finished = finish(world, await redeem(world, invitation))
      await expect(finished).rejects.toMatchObject(
        refusal === outage ? { message: outage.message } : { code: 'forbidden' },
      )
      expect((await stateOf(world, invitation.userId)).passkeys).toEqual([])
      expect(discarded.length).toBeLessThan(2)
    }
  })

  test('with an attachment it leads to a passkey there', async () => {
    const { world } = inviting()
    const begun = await redeem(world, await invite(world, { attachment: 'cross-platform' }))
    expect(begun.options.authenticatorSelection?.authenticatorAttachment).toBe('cross-platform')
  })

  test('anyone who is signed in is forbidden', async () => {
    const { world } = inviting()
    const { id, code } = await invite(world)
    const redeemed = world.passkeys.invitations.redeem({ id, code, session: world.session(), binding })
    await expect(redeemed).rejects.toMatchObject({ code: 'forbidden' })
  })

  test.each([
    ['no profile', undefined],
    ['no identifier', {}],
    ['an unknown member', { ...profile, role: 'admin' }],
    ['a wrong e-mail address', { email: 'carol' }],
  ])('%s is malformed', async (_, wrong) => {
    const { world } = inviting()
    await expect(invite(world, { profile: wrong })).rejects.toMatchObject({ code: 'malformed' })
  })

  test('without host.createUser it is a TypeError', async () => {
    await expect(invite(createWorld())).rejects.toBeInstanceOf(TypeError)
  })
})

describe('who learns who is a user', () => {
  const taken = { profile: { email: alice.name } }

  test('an admin of the environment gets identifier_taken', async () => {
    await expect(invite(inviting().world, taken)).rejects.toMatchObject({ code: 'identifier_taken' })
  })

  test('an admin of an organization gets the same answer, and the finish decides', async () => {
    const { world, created } = inviting()
    const free = await invite(world, { actor: ofAcme })
    const existing = await invite(world, { ...taken, actor: ofAcme })
    expect(Object.keys(existing)).toEqual(Object.keys(free))
    const begun = await redeem(world, existing)
    await expect(finish(world, begun)).rejects.toMatchObject({ code: 'identifier_taken' })
    expect(created).toEqual([])
  })

  test('an admin of an organization invites into it only, and the passkey is bound to it', async () => {
    const { world, created } = inviting()
    const elsewhere = invite(world, { actor: ofAcme, organizationId: 'globex' })
    await expect(elsewhere).rejects.toMatchObject({ code: 'forbidden' })
    const { userId, ...invitation } = await invite(world, { actor: ofAcme })
    await finish(world, await redeem(world, invitation))
    expect(created).toMatchObject([{ userId, organizationId: 'acme' }])
    expect((await stateOf(world, userId)).passkeys).toMatchObject([{ boundTo: 'acme', organizationId: 'acme' }])
  })

  test('an admin without a scope is forbidden', async () => {
    await expect(invite(inviting().world, { actor: { id: 'admin-3' } })).rejects.toMatchObject({ code: 'forbidden' })
  })
})

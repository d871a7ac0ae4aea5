import { describe, expect, test } from 'vitest'
import { alice, binding, bob, rpId, stateOf, type World } from '../../world.js'
import { createOtpWorld, type OtpWorld } from './otp-world.js'

const invalid = { code: 'code_invalid' }
const user = { id: alice.id, name: alice.name }

async function finish(world: World, begun: Awaited<ReturnType<OtpWorld['complete']>>, session = world.session()) {
  const response = await world.authenticator().create(begun.options)
  return world.passkeys.enroll.finish({ ceremony: begun.ceremony, response, session, binding })
}

describe('a one-time code', () => {
  test('has six digits, leads to a passkey, is used up by it, and each step is an event', async () => {
    const world = createOtpWorld()
    const code = await world.request()
    expect(code).toMatch(/^\d{6}$/)
    const expiresAt = world.clock.now + 600_000
    expect(world.sent).toEqual([{ userId: alice.id, code, purpose: 'enroll', expiresAt }])
    const begun = await world.complete(code)
    await finish(world, begun)
    expect((await stateOf(world)).passkeys[0]).toMatchObject({ userId: alice.id, source: 'self' })
    await expect(world.complete(code)).rejects.toMatchObject(invalid)
    const events = await world.told()
    expect(events.map(({ name }) => name)).toEqual(['otp.requested', 'passkey.added'])
    expect(events[0]).toMatchObject({ userId: alice.id, data: { purpose: 'enroll' } })
    const stored = JSON.stringify(await world.storage.codes.list(rpId, alice.id, 'otp'))
    expect(JSON.stringify(events) + stored).not.toContain(code)
  })

  test('where the policy asks for one, a passkey without it is code_required', async () => {
    const world = createOtpWorld()
    const begun = world.passkeys.enroll.begin({ user, session: world.session(), binding })
    await expect(begun).rejects.toMatchObject({ code: 'code_required', status: 403 })
  })

  test('a passkey begun without one, before the policy asked for it, is code_required at finish', async () => {
    const world = createOtpWorld({ policy: { mode: 'optional' } })
    const session = world.session()
    const { ceremony, options } = await world.passkeys.enroll.begin({ user, session, binding })
    const response = await world.authenticator().create(options)
    const policy = { verifyBeforeEnroll: 'otp' } as const
    const actor = { id: 'admin-1', scope: 'environment' } as const
    await world.passkeys.admin.policy.setEnvironment({ policy, expectedVersion: 0, actor })
    const finished = world.passkeys.enroll.finish({ ceremony, response, session, binding })
    await expect(finished).rejects.toMatchObject({ code: 'code_required' })
  })

  test('is valid for ten minutes, even if the sign-in must be more recent than that', async () => {
    const world = createOtpWorld({
      policy: { mode: 'optional', verifyBeforeEnroll: 'otp', recentAuthentication: { enroll: 60 } },
    })
    const session = world.session()
    world.clock.forward(60)
    const code = await world.request(session)
    world.clock.forward(599)
    const begun = await world.complete(code, session)
    await expect(finish(world, begun, session)).resolves.toHaveProperty('passkey')
    const later = world.session()
    const second = await world.request(later)
    world.clock.forward(600)
    await expect(world.complete(second, later)).rejects.toMatchObject(invalid)
  })

  test('a ceremony of a code that has ended meanwhile can still be finished', async () => {
    const world = createOtpWorld()
    const session = world.session()
    const code = await world.request(session)
    world.clock.forward(599)
    const begun = await world.complete(code, session)
    world.clock.forward(299)
    await expect(finish(world, begun, session)).resolves.toHaveProperty('passkey')
  })

  test('a sign-in that is not recent sends no code', async () => {
    const world = createOtpWorld()
    const session = world.session()
    world.clock.forward(301)
    await expect(world.request(session)).rejects.toMatchObject({ code: 'recent_authentication_required' })
    expect(world.sent).toEqual([])
  })

  test.each([
    ['spaces', (code: string) => ` ${code.slice(0, 3)} ${code.slice(3)} `],
    ['hyphens', (code: string) => `${code.slice(0, 3)}-${code.slice(3)}`],
    ['full-width digits', (code: string) => code.replace(/./g, (it) => String.fromCodePoint(0xff10 + Number(it)))],
  ])('with %s it is the same code', async (_, change) => {
    const world = createOtpWorld()
    await expect(world.complete(change(await world.request()))).resolves.toHaveProperty('ceremony')
  })

  test.each<[string, (code: string) => unknown]>([
    ['of another alphabet', (code) => `\u0663${code.slice(1)}`],
    ['with a letter', (code) => `O${code.slice(1)}`],
    ['that is too short', (code) => code.slice(1)],
    ['that is too long', (code) => `${code}0`],
    ['that is empty', () => ''],
    ['with a sign', (code) => `+${code.slice(1)}`],
    ['that is a number', (code) => Number(code)],
    ['of 100,000 digits', () => '0'.repeat(100_000)],
  ])('one %s is code_invalid, and counts no try', async (_, change) => {
    const world = createOtpWorld()
    const code = await world.request()
    for (let tries = 0; tries < 20; tries++) {
      await expect(world.complete(change(code) as string)).rejects.toMatchObject(invalid)
    }
    await expect(world.complete(code)).resolves.toHaveProperty('ceremony')
  })

  test('without a request no code is right', async () => {
    await expect(createOtpWorld().complete('000000')).rejects.toMatchObject(invalid)
  })

  test.each<[string, (world: OtpWorld, code: string) => Promise<unknown>]>([
    ['another user', (world, code) => world.complete(code, world.session({ userId: bob.id }))],
    ['another sign-in', (world, code) => world.complete(code, world.session({ authenticatedAt: world.clock.now - 1 }))],
    ['another browser', (world, code) => world.complete(code, world.session(), 'another cookie')],
  ])('of %s it is code_invalid', async (_, complete) => {
    const world = createOtpWorld()
    const code = await world.request()
    await world.request(world.session({ userId: bob.id }))
    await expect(complete(world, code)).rejects.toMatchObject(invalid)
    await expect(world.complete(code)).resolves.toHaveProperty('ceremony')
  })

  test('for an admin it is not valid for the user, nor the other way round', async () => {
    const world = createOtpWorld({ adminsMayEnroll: true })
    const actor = { id: 'admin-1', scope: 'environment' } as const
    const own = await world.request()
    await world.passkeys.admin.otp.request({ userId: alice.id, actor, binding })
    const theirs = world.sent[1]?.code ?? ''
    await expect(world.complete(theirs)).rejects.toMatchObject(invalid)
    const asAdmin = world.passkeys.admin.otp.complete({ user, code: own, actor, binding })
    await expect(asAdmin).rejects.toMatchObject(invalid)
    await expect(world.complete(own)).resolves.toHaveProperty('ceremony')
  })

  test('two completed at once add one passkey', async () => {
    const world = createOtpWorld()
    const code = await world.request()
    const begun = await Promise.all([world.complete(code), world.complete(code)])
    const results = await Promise.allSettled(begun.map((it) => finish(world, it)))
    const outcomes = results.map((result) => (result.status === 'fulfilled' ? 'added' : result.reason.code))
    expect(outcomes.sort()).toEqual(['added', 'code_invalid'])
    expect((await stateOf(world)).passkeys).toHaveLength(1)
  })

  test.each(['purge', 'invalidate'] as const)(
    '%s of the account between complete and finish is account_changed',
    async (verb) => {
      const world = createOtpWorld()
      const actor = { id: 'admin-1', scope: 'environment' } as const
      await finish(world, await world.complete(await world.request()))
      const begun = await world.complete(await world.request())
      await world.passkeys.admin.accounts[verb]({ userId: alice.id, actor })
      await expect(finish(world, begun)).rejects.toMatchObject({ code: 'account_changed' })
    },
  )

  test('a clock that is an hour off neither closes a code nor the next ones', async () => {
    const recentAuthentication = { enroll: 'none' } as const
    const world = createOtpWorld({ policy: { mode: 'optional', verifyBeforeEnroll: 'otp', recentAuthentication } })
    const session = world.session()
    const code = await world.request(session)
    world.clock.forward(-3600)
    await expect(world.complete(code, session)).resolves.toHaveProperty('ceremony')
    const earlier = world.session()
    const again = await world.request(earlier)
    await finish(world, await world.complete(again, earlier), earlier)
    const next = await world.request(earlier)
    await expect(world.complete(next, earlier)).resolves.toHaveProperty('ceremony')
  })
})

describe('who may request one', () => {
  test.each([
    ['no session', null, 'not_signed_in'],
    ['a partial session', { partial: true }, 'not_signed_in'],
    ['a delegated session', { delegated: true }, 'forbidden'],
  ])('%s may not', async (_, change, code) => {
    const world = createOtpWorld()
    const session = change && world.session(change)
    const requested = world.passkeys.otp.request({ session, binding })
    await expect(requested).rejects.toMatchObject({ code })
    const completed = world.passkeys.otp.complete({ user, session, code: '000000', binding })
    await expect(completed).rejects.toMatchObject({ code })
    expect(world.sent).toEqual([])
  })

  test('a user who has the most passkeys gets no message', async () => {
    const world = createOtpWorld({ policy: { mode: 'optional', verifyBeforeEnroll: 'otp', limit: 1 } })
    await finish(world, await world.complete(await world.request()))
    await expect(world.request()).rejects.toMatchObject({ code: 'limit_reached' })
    expect(world.sent).toHaveLength(1)
  })

  test('without host.sendCode it is forbidden', async () => {
    const world = createOtpWorld({ policy: { mode: 'optional' }, host: { sendCode: undefined } as object })
    await expect(world.request()).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('what host.sendCode rejects with is passed on, and the code can be requested again', async () => {
    const outage = new Error('The mail server is away.')
    let fails = true
    const codes: string[] = []
    const world = createOtpWorld({
      host: {
        sendCode: ({ code }) => {
          if (fails) throw outage
          codes.push(code)
        },
      },
    })
    await expect(world.request()).rejects.toBe(outage)
    fails = false
    await world.request()
    await expect(world.complete(codes[0] ?? '')).resolves.toHaveProperty('ceremony')
  })
})

describe('an admin', () => {
  const actor = { id: 'admin-1', scope: 'environment' } as const

  async function request(world: OtpWorld, from: object = actor) {
    await world.passkeys.admin.otp.request({ userId: alice.id, actor: from as typeof actor, binding })
    return world.sent.at(-1)?.code ?? ''
  }

  test('enrolls a passkey for the user who reads out the code', async () => {
    const world = createOtpWorld({ adminsMayEnroll: true })
    const code = await request(world)
    expect(world.sent[0]).toMatchObject({ userId: alice.id, purpose: 'admin-enroll' })
    const { ceremony, options } = await world.passkeys.admin.otp.complete({ user, code, actor, binding })
    const response = await world.authenticator().create(options)
    await world.passkeys.admin.enroll.finish({ userId: alice.id, ceremony, response, actor, binding })
    expect((await stateOf(world)).passkeys[0]).toMatchObject({ source: 'admin', enrolledBy: actor.id })
    const again = world.passkeys.admin.otp.complete({ user, code, actor, binding })
    await expect(again).rejects.toMatchObject(invalid)
    expect((await world.told())[0]).toMatchObject({ name: 'otp.requested', actor: { type: 'admin', id: actor.id } })
  })

  test('does not enroll without one', async () => {
    const world = createOtpWorld({ adminsMayEnroll: true })
    const begun = world.passkeys.admin.enroll.begin({ user, actor, binding })
    await expect(begun).rejects.toMatchObject({ code: 'code_required' })
  })

  test('another admin cannot use it', async () => {
    const world = createOtpWorld({ adminsMayEnroll: true })
    const code = await request(world)
    const other = { ...actor, id: 'admin-2' }
    const completed = world.passkeys.admin.otp.complete({ user, code, actor: other, binding })
    await expect(completed).rejects.toMatchObject(invalid)
  })

  test('needs adminsMayEnroll, and a scope that reaches the user', async () => {
    const off = createOtpWorld()
    await expect(request(off)).rejects.toMatchObject({ code: 'forbidden' })
    const organizationsOf = () => ['org-1', 'org-2']
    const world = createOtpWorld({ adminsMayEnroll: true, host: { organizationsOf } })
    const inOne = { id: 'admin-1', scope: { organizationId: 'org-1' } }
    await expect(request(world, inOne)).rejects.toMatchObject({ code: 'forbidden' })
    expect(world.sent).toEqual([])
  })
})

describe('other authorities are not asked for one', () => {
  test('an invitation and a recovery code lead to a passkey', async () => {
    const world = createOtpWorld({ host: { findUserById: () => alice } })
    const actor = { id: 'admin-1', scope: 'environment' } as const
    const { codes } = await world.passkeys.recovery.createCodes({ session: world.session() })
    const invitation = await world.passkeys.invitations.create({ userId: alice.id, actor })
    const invited = await world.passkeys.invitations.redeem({ ...invitation, binding })
    await expect(finish(world, invited)).resolves.toHaveProperty('passkey')
    const recovered = await world.passkeys.recovery.redeem({ identifier: alice.name, code: codes[0] ?? '', binding })
    await expect(finish(world, recovered)).resolves.toHaveProperty('passkey')
  })
})

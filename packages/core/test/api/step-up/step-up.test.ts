import { describe, expect, test } from 'vitest'
import { alice, binding, bob, createWorld } from '../../world.js'
import { stepUp } from '../own-ceremonies.js'

async function arrange(change: Parameters<typeof createWorld>[0] = {}, userVerified = true) {
  const world = createWorld(change)
  const authenticator = world.authenticator({ userVerified })
  await world.enroll(authenticator)
  return { world, authenticator, session: world.session() }
}

const touch = { mode: 'optional', userVerification: { enroll: 'discouraged', signIn: 'discouraged' } } as const

describe('a step-up', () => {
  test('the user is present and verified; the result is valid for five minutes', async () => {
    const { world, authenticator, session } = await arrange()
    const at = world.clock.now
    await expect(stepUp(world, authenticator, { session })).resolves.toMatchObject({
      kind: 'step-up',
      userId: alice.id,
      assurance: { userVerified: true, factors: 2 },
      at,
      expiresAt: at + 300_000,
    })
    expect((await world.told()).at(-1)).toMatchObject({ name: 'passkey.used', data: { purpose: 'step-up' } })
  })

  test('it is valid as long as begin says', async () => {
    const { world, authenticator, session } = await arrange()
    const { ceremony, options } = await world.passkeys.stepUp.begin({ session, maxAge: 60, binding })
    const response = await authenticator.get(options)
    const { at, expiresAt } = await world.passkeys.stepUp.finish({ ceremony, response, session, binding })
    expect(expiresAt - at).toBe(60_000)
  })

  test.each([0, -1, 1.5, Number.NaN, 86_401])('maxAge %s is a TypeError', async (maxAge) => {
    const { world, session } = await arrange()
    await expect(world.passkeys.stepUp.begin({ session, maxAge, binding })).rejects.toThrow(TypeError)
  })

  test('requires user verification, whatever the policy says', async () => {
    const { world, authenticator, session } = await arrange({ policy: touch }, false)
    const { options } = await world.passkeys.stepUp.begin({ session, binding })
    expect(options.userVerification).toBe('required')
    const stepped = stepUp(world, authenticator, { session })
    await expect(stepped).rejects.toMatchObject({ code: 'user_verification_missing' })
  })

  test.each(['first-factor', 'second-factor', 'both'] as const)('works where passkeys are %s', async (use) => {
    const { world, authenticator, session } = await arrange({ policy: { mode: 'optional', use } })
    await expect(stepUp(world, authenticator, { session })).resolves.toMatchObject({ userId: alice.id })
  })
})

describe('refused, with a code', () => {
  test.each([
    ['no session', null, 'not_signed_in'],
    ['a partial session', { partial: true }, 'not_signed_in'],
    ['a delegated session', { delegated: true }, 'forbidden'],
    ['a user without passkeys', { userId: bob.id }, 'not_found'],
  ] as const)('%s at begin', async (_, change, code) => {
    const { world } = await arrange()
    const session = change && world.session(change)
    await expect(world.passkeys.stepUp.begin({ session, binding })).rejects.toMatchObject({ code })
  })

  test.each([
    ['a partial session', { partial: true }, 'not_signed_in'],
    ['a delegated session', { delegated: true }, 'forbidden'],
    ['another user', { userId: bob.id }, 'forbidden'],
  ] as const)('%s at finish', async (_, change, code) => {
    const { world, authenticator, session } = await arrange()
    const finishedBy = world.session(change)
    await expect(stepUp(world, authenticator, { session, finishedBy })).rejects.toMatchObject({ code })
  })

  test('an organization that is not the user’s', async () => {
    const { world, session } = await arrange({ host: { organizationsOf: () => ['acme'] } })
    const begun = world.passkeys.stepUp.begin({ session, organizationId: 'nowhere', binding })
    await expect(begun).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('a passkey that is bound to an organization', () => {
  const organizations: string[] = []

  async function arrangeBound() {
    organizations.splice(0, organizations.length, 'acme')
    const host = { organizationsOf: () => organizations }
    const world = createWorld({ adminsMayEnroll: true, host })
    const authenticator = world.authenticator()
    const actor = { id: 'admin', scope: { organizationId: 'acme' } }
    const { begin, finish } = world.passkeys.admin.enroll
    const { ceremony, options } = await begin({ user: alice, organizationId: 'acme', actor, binding })
    const response = await authenticator.create(options)
    await finish({ userId: alice.id, organizationId: 'acme', actor, ceremony, response, binding })
    organizations.push('other')
    return { world, authenticator }
  }

  test('steps up at its organization', async () => {
    const { world, authenticator } = await arrangeBound()
    const session = world.session({ organizationId: 'acme' })
    await expect(stepUp(world, authenticator, { session })).resolves.toMatchObject({ organizationId: 'acme' })
  })

  test.each([
    ['at another one', { organizationId: 'other' }],
    ['at none', {}],
  ])('is not asked for %s', async (_, change) => {
    const { world } = await arrangeBound()
    const begun = world.passkeys.stepUp.begin({ session: world.session(change), binding })
    await expect(begun).rejects.toMatchObject({ code: 'not_found' })
  })
})

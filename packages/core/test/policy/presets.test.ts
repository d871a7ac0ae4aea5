import { describePolicy, type PartialPolicy, presets } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { alice, createWorld } from '../world.js'

/** Every function that a preset needs. */
const host = {
  sendCode: () => undefined,
  createUser: () => undefined,
  confirmUser: () => undefined,
  discardUser: () => undefined,
}

const all: readonly (readonly [string, PartialPolicy])[] = Object.entries(presets)

describe.each(all)('the preset %s', (_, preset) => {
  test('is a policy in code, and an organization’s override', async () => {
    const world = createWorld({ policy: preset, host })
    const { policy } = await world.passkeys.policy.effective()
    expect(policy).toMatchObject(preset)
    const set = world.passkeys.admin.policy.setOrganization({
      organizationId: 'acme',
      enabled: true,
      policy: preset,
      expectedVersion: 0,
      actor: { id: 'admin', scope: 'environment' },
    })
    await expect(set).resolves.toBeDefined()
  })

  test('switches passkeys on, and names no field that does not exist', () => {
    const fields = describePolicy().map(({ field }) => field)
    const named = Object.entries(preset).flatMap(([name, value]) =>
      fields.includes(name) ? [name] : Object.keys(Object(value)).map((member) => `${name}.${member}`),
    )
    expect(fields).toEqual(expect.arrayContaining(named))
    expect(preset.mode).not.toBe('off')
  })
})

test('strict: a user with a passkey adds another only after a sign-in with it', async () => {
  const world = createWorld({ policy: { ...presets.strict, mode: 'optional' }, host })
  const { passkey } = await world.enroll(world.authenticator())
  await expect(world.enroll(world.authenticator())).rejects.toMatchObject({ code: 'recent_authentication_required' })
  const methods = [{ name: 'passkey', at: world.clock.now, passkeyId: passkey.id }]
  await expect(world.enroll(world.authenticator(), world.session({ methods }))).resolves.toBeDefined()
})

test.each([
  ['kinde', 13, 'none'],
  ['kinde', 3650, 'none'],
  ['workos', 13, 'none'],
  ['workos', 14, 'offer'],
  ['auth0', 29, 'none'],
  ['auth0', 30, 'offer'],
] as const)('%s: %i days after “Not now” the prompt is %s', async (name, days, prompt) => {
  const world = createWorld({ policy: presets[name], host })
  await world.passkeys.prompt.answer({ session: world.session({ userId: alice.id }), answer: 'not-now' })
  world.clock.forward(days * 86_400)
  expect((await world.passkeys.prompt.decide({ session: world.session(), on: 'sign-in' })).prompt).toBe(prompt)
})

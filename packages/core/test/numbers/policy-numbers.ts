import type { PartialPolicy, SignInMethod } from '@latchkey/core'
import { expect } from 'vitest'
import { alice, binding, stateOf, type World } from '../world.js'
import type { NumberedCase } from './numbered-case.js'

const actor = { id: 'admin-1' }

const day = 86_400

/** How three products ask for a passkey, as they document it. */
const products = {
  kinde: { every: 'once', never: false },
  workos: { after: ['password'], every: { days: 14 }, never: true },
  auth0: { after: ['password', 'email-otp'], every: { days: 30 }, never: true },
} as const satisfies Readonly<Record<string, PartialPolicy['prompt']>>

const optionalWith = (prompt: PartialPolicy['prompt'] = {}): PartialPolicy => ({ mode: 'optional', prompt })

async function decide(world: World, name: SignInMethod = 'password', on: 'sign-in' | 'sign-up' = 'sign-in') {
  const session = world.session({ methods: [{ name, at: world.clock.now }] })
  return (await world.passkeys.prompt.decide({ session, on, device: { webauthn: true } })).prompt
}

const answer = (world: World, given: 'not-now' | 'never' | 'ask-again') =>
  world.passkeys.prompt.answer({ session: world.session(), answer: given })

/** Numbers 1 to 6, 10, 13, 18, 22 and 23: policy and prompting. */
export const policyNumbers: readonly NumberedCase[] = [
  {
    number: 1,
    name: 'a new environment is off',
    async run(makeWorld) {
      const { passkeys } = await makeWorld({ policy: {} })
      expect(await passkeys.policy.effective()).toMatchObject({
        policy: { mode: 'off' },
        from: { mode: 'default' },
        version: 0,
      })
      await expect(passkeys.signIn.begin({ binding })).rejects.toMatchObject({ code: 'passkeys_off' })
    },
  },
  {
    number: 2,
    name: 'an override with off under optional switches off; switched off itself, it is optional again',
    async run(makeWorld) {
      const { passkeys } = await makeWorld()
      const organizationId = 'acme'
      const mode = async () => (await passkeys.policy.effective({ organizationId })).policy.mode
      const policy = { mode: 'off' } as const
      await passkeys.admin.policy.setOrganization({ organizationId, policy, expectedVersion: 0, actor })
      expect(await mode()).toBe('off')
      await passkeys.admin.policy.setOrganization({ organizationId, policy, enabled: false, expectedVersion: 1, actor })
      expect(await mode()).toBe('optional')
      expect(await passkeys.policy.stored({ organizationId })).toMatchObject({ policy, enabled: false, version: 2 })
    },
  },
  {
    number: 3,
    name: 'password, username and phone OTP prompt, on sign-in and sign-up; social and enterprise never, even mandatory',
    async run(makeWorld) {
      const optional = await makeWorld()
      for (const method of ['password', 'username', 'phone-otp'] as const) {
        expect(await decide(optional, method, 'sign-in')).toBe('offer')
        expect(await decide(optional, method, 'sign-up')).toBe('offer')
      }
      const mandatory = await makeWorld({ policy: { mode: 'mandatory' } })
      for (const method of ['social', 'enterprise'] as const) {
        expect(await decide(optional, method)).toBe('none')
        expect(await decide(mandatory, method)).toBe('none')
      }
    },
  },
  {
    number: 4,
    name: 'once: after "Not now" never again, until a passkey is registered or an admin resets',
    async run(makeWorld) {
      const world = await makeWorld({ policy: optionalWith(products.kinde) })
      await answer(world, 'not-now')
      world.clock.forward(10_000 * day)
      expect(await decide(world)).toBe('none')
      await world.passkeys.admin.prompt.reset({ userId: alice.id, actor })
      expect(await decide(world)).toBe('offer')
      await answer(world, 'not-now')
      await world.enroll(world.authenticator())
      expect((await stateOf(world)).account?.prompt).toMatchObject({ declines: 0, never: false })
    },
  },
  ...([['workos', 14] as const, ['auth0', 30] as const] satisfies (readonly [keyof typeof products, number])[]).map(
    ([product, days]): NumberedCase => ({
      number: 5,
      name: `${days} days: silent a second before they are over, asked when they are; never again: silent permanently`,
      async run(makeWorld) {
        const world = await makeWorld({ policy: optionalWith(products[product]) })
        await answer(world, 'not-now')
        world.clock.forward(days * day - 3600)
        expect(await decide(world)).toBe('none')
        world.clock.forward(3599)
        expect(await decide(world)).toBe('none')
        world.clock.forward(1)
        expect(await decide(world)).toBe('offer')
        await answer(world, 'never')
        world.clock.forward(10_000 * day)
        expect(await decide(world)).toBe('none')
        await answer(world, 'ask-again')
        expect(await decide(world)).toBe('offer')
      },
    }),
  ),
  {
    number: 6,
    name: 'mandatory: declining is refused, and nothing is remembered',
    async run(makeWorld) {
      const world = await makeWorld({ policy: { mode: 'mandatory', prompt: { never: true } } })
      for (const given of ['not-now', 'never'] as const) {
        await expect(answer(world, given)).rejects.toMatchObject({ code: 'decline_refused', status: 409 })
      }
      expect((await stateOf(world)).account).toBeUndefined()
      expect(await decide(world)).toBe('require')
    },
  },
  {
    number: 10,
    name: 'classic: an allow list and no residentKey requirement; smart: the reverse; else the same',
    async run(makeWorld) {
      const begin = async (flow: 'classic' | 'smart') => {
        const world = await makeWorld({ policy: { mode: 'optional', flow } })
        const session = world.session()
        const { options: creation } = await world.passkeys.enroll.begin({ user: alice, session, binding })
        await world.enroll(world.authenticator())
        const request = { ...(flow === 'classic' ? { identifier: alice.name } : {}), binding }
        return { creation, request: (await world.passkeys.signIn.begin(request)).options }
      }
      const [classic, smart] = [await begin('classic'), await begin('smart')]
      expect(smart.creation.authenticatorSelection).toMatchObject({ residentKey: 'required', requireResidentKey: true })
      expect(classic.creation.authenticatorSelection).toMatchObject({ requireResidentKey: false })
      expect(smart.request.allowCredentials).toEqual([])
      expect(classic.request.allowCredentials).toHaveLength(1)
      expect(Object.keys(classic.creation)).toEqual(Object.keys(smart.creation))
      expect(Object.keys(classic.request)).toEqual(Object.keys(smart.request))
    },
  },
  {
    number: 13,
    name: 'enrolling five minutes after the sign-in is allowed, a second later it is not',
    async run(makeWorld) {
      const world = await makeWorld()
      const session = world.session()
      world.clock.forward(300)
      await expect(world.passkeys.enroll.begin({ user: alice, session, binding })).resolves.toBeDefined()
      world.clock.forward(1)
      await expect(world.passkeys.enroll.begin({ user: alice, session, binding })).rejects.toMatchObject({
        code: 'recent_authentication_required',
      })
    },
  },
  {
    number: 18,
    name: 'a session that owes a factor enrolls nothing',
    async run(makeWorld) {
      const world = await makeWorld()
      const session = world.session({ partial: true })
      await expect(world.passkeys.enroll.begin({ user: alice, session, binding })).rejects.toMatchObject({
        code: 'not_signed_in',
      })
    },
  },
  {
    number: 22,
    name: 'a policy that tightens in the middle of a ceremony: judged by the tighter, nothing written',
    async run(makeWorld) {
      const loose = { enroll: 'preferred', signIn: 'preferred' } as const
      const world = await makeWorld({ policy: { mode: 'optional', userVerification: loose } })
      const authenticator = world.authenticator()
      await world.enroll(authenticator)
      const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
      const policy = { userVerification: { signIn: 'required' } } as const
      await world.passkeys.admin.policy.setEnvironment({ policy, expectedVersion: 0, actor })
      const response = await authenticator.get(options, { userVerified: false })
      await expect(world.passkeys.signIn.finish({ ceremony, response, binding })).rejects.toMatchObject({
        code: 'user_verification_missing',
      })
      expect((await stateOf(world)).passkeys[0]?.signInCount).toBe(0)
    },
  },
  {
    number: 23,
    name: 'signed in under a lax organization: not admitted to a strict one',
    async run(makeWorld) {
      const loose = { enroll: 'preferred', signIn: 'preferred' } as const
      const host = { organizationsOf: () => ['lax', 'strict'] }
      const { passkeys, ...world } = await makeWorld({ policy: { mode: 'optional', userVerification: loose }, host })
      const policy = { userVerification: { signIn: 'required' } } as const
      await passkeys.admin.policy.setOrganization({ organizationId: 'strict', policy, expectedVersion: 0, actor })
      const authenticator = world.authenticator()
      await world.enroll(authenticator)
      const { ceremony, options } = await passkeys.signIn.begin({ organizationId: 'lax', binding })
      const response = await authenticator.get(options, { userVerified: false })
      const signIn = await passkeys.signIn.finish({ ceremony, response, binding })
      expect(await passkeys.assurance.admits({ signIn, organizationId: 'lax' })).toEqual({
        admitted: true,
        reason: 'admitted',
      })
      expect(await passkeys.assurance.admits({ signIn, organizationId: 'strict' })).toEqual({
        admitted: false,
        reason: 'user_verification_missing',
      })
    },
  },
]

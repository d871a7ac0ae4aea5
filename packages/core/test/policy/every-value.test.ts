import { describePolicy, type PartialPolicy, type PromptDecideInput } from '@latchkey/core'
import {
  type AuthenticationTamper,
  type AuthenticatorOptions,
  authenticatorFlags,
  createAttestationAuthority,
  createMetadataBlob,
} from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { alice, binding, createWorld, stateOf, type World, type WorldChange } from '../world.js'

const authority = createAttestationAuthority()
const service = createAttestationAuthority({ name: 'Metadata' })
const aaguid = 'adce0002-35bc-c60a-648b-0b25f1f05503'
const another = 'd548826e-79b4-db40-a3d8-11116f7e8349'
const attested = { attestation: 'packed', authority, aaguid, synced: false } as const
const direct = { attestation: 'direct', trust: { roots: [authority.rootPem] } } as const
const metadata = {
  read: () => createMetadataBlob(service, { entries: [{ aaguid: another, roots: [authority.root] }] }),
  root: service.rootPem,
}

/** A value of a field at its place in a policy, such as `trust: { require: true }`. */
type Setting = (value: unknown) => PartialPolicy

interface Row {
  /** Of a closed set all of them, of any other field at least two. */
  readonly values: readonly unknown[]
  /** What differs by the value. The policy has nothing but the field in it, on top of `mode: 'optional'`. */
  observe(policy: PartialPolicy): Promise<unknown>
}

const worldOf = (policy: PartialPolicy, change: WorldChange = {}) =>
  createWorld({ ...change, policy: { mode: 'optional', ...policy } as PartialPolicy })

/** The time of every new world. */
const noon = createWorld().clock.now

/** What a promise resolves to, or the code of the refusal. */
const outcomeOf = (work: Promise<unknown>) =>
  work.then(
    (value) => value,
    ({ code }) => code,
  )

const done = () => 'done'

async function creation(world: World) {
  const session = world.session()
  return (await world.passkeys.enroll.begin({ user: alice, session, binding })).options
}

const enroll = (world: World, options: Partial<AuthenticatorOptions> = {}) =>
  outcomeOf(world.enroll(world.authenticator(options)).then(done))

async function request(world: World, identifier?: string) {
  const { options } = await world.passkeys.signIn.begin({ identifier, binding })
  return { ...options, challenge: '', allowCredentials: options.allowCredentials.length > 0 }
}

/** The prompt for a user with or without a passkey. */
async function promptOf(policy: PartialPolicy, input: Partial<PromptDecideInput> = {}, options?: AuthenticatorOptions) {
  const world = worldOf(policy)
  if (options) await world.enroll(world.authenticator(options))
  return world.passkeys.prompt.decide({ session: world.session(), on: 'sign-in', ...input })
}

/** Whether a session of this age may still do it. */
const afterSeconds =
  (seconds: number, act: (world: World, id: string, session: ReturnType<World['session']>) => Promise<unknown>) =>
  async (policy: PartialPolicy) => {
    const world = worldOf({ removeLast: 'allow', ...policy })
    const { passkey } = await world.enroll(world.authenticator())
    const session = world.session()
    world.clock.forward(seconds)
    return outcomeOf(act(world, passkey.id, session).then(done))
  }

/** A second sign-in with a count that does not advance. */
async function regressed(policy: PartialPolicy, synced: boolean) {
  const world = worldOf(policy)
  const authenticator = world.authenticator({ synced, counts: true })
  await world.enroll(authenticator)
  const copy = authenticator.clone()
  await world.signIn(authenticator)
  world.clock.forward(60)
  const result = await outcomeOf(world.signIn(copy).then(done))
  const [passkey] = (await stateOf(world)).passkeys
  return [result, passkey?.status, await world.events()]
}

const noUserVerification: AuthenticationTamper = {
  authenticatorData: (honest) => ({ ...honest, flags: honest.flags & ~authenticatorFlags.userVerified }),
}

async function signInUnverified(policy: PartialPolicy) {
  const world = worldOf(policy)
  const authenticator = world.authenticator()
  await world.enroll(authenticator)
  return [await request(world), await outcomeOf(world.signIn(authenticator, { tamper: noUserVerification }).then(done))]
}

async function assuranceOf(policy: PartialPolicy, options: Partial<AuthenticatorOptions>) {
  const world = worldOf({ ...direct, ...policy })
  const authenticator = world.authenticator(options)
  await world.enroll(authenticator)
  return (await world.signIn(authenticator)).assurance.satisfiesMfa
}

async function removal(policy: PartialPolicy, methods: readonly string[]) {
  const world = worldOf(policy, { host: { otherSignInMethods: () => methods } })
  const { passkey } = await world.enroll(world.authenticator())
  return outcomeOf(world.passkeys.manage.remove({ session: world.session(), id: passkey.id }).then(done))
}

/** Enrolled first, then the policy says who signs in. */
async function signInUnder(policy: PartialPolicy) {
  const { passkeys, ...world } = worldOf({})
  const authenticator = world.authenticator()
  await world.enroll(authenticator)
  const stricter = { mode: 'optional', kinds: { synced: false }, ...policy } as PartialPolicy
  await passkeys.admin.policy.setEnvironment({
    policy: stricter,
    expectedVersion: 0,
    actor: { id: 'a', scope: 'environment' },
  })
  return outcomeOf(world.signIn(authenticator).then(done))
}

/** Every field, with what its values change. Fields that nothing uses yet are in `planned`. */
const rows: Readonly<Record<string, Row>> = {
  mode: { values: ['off', 'optional', 'mandatory'], observe: (policy) => outcomeOf(promptOf(policy)) },
  flow: {
    values: ['smart', 'classic', 'both'],
    async observe(policy) {
      const world = worldOf(policy)
      return [await outcomeOf(request(world)), await outcomeOf(request(world, alice.name))]
    },
  },
  use: {
    values: ['first-factor', 'second-factor', 'both'],
    async observe(policy) {
      const world = worldOf(policy)
      return [await outcomeOf(request(world)), (await world.passkeys.config()).use]
    },
  },
  preferred: {
    values: [false, true],
    observe: (policy) => worldOf(policy).passkeys.signInMethods({ others: ['password'] }),
  },
  signUp: {
    values: [false, true],
    async observe(policy) {
      const nothing = async () => {}
      const host = { findUser: () => undefined, createUser: nothing, confirmUser: nothing, discardUser: nothing }
      const { passkeys } = worldOf(policy, { host })
      return outcomeOf(passkeys.signUp.begin({ profile: { email: 'ada@example.com' }, binding }).then(done))
    },
  },
  signInUi: {
    values: ['button', 'autofill', 'both'],
    observe: async (policy) => (await worldOf(policy).passkeys.config()).signInUi,
  },
  'userVerification.enroll': {
    values: ['discouraged', 'preferred', 'required'],
    async observe(policy) {
      const world = worldOf(policy)
      const { userVerification } = (await creation(world)).authenticatorSelection
      return [userVerification, await enroll(world, { userVerified: false })]
    },
  },
  'userVerification.signIn': { values: ['discouraged', 'preferred', 'required'], observe: signInUnverified },
  satisfiesMfa: {
    values: ['when-user-verified', 'when-attested', 'never'],
    observe: async (policy) => [await assuranceOf(policy, attested), await assuranceOf(policy, {})],
  },
  attestation: {
    values: ['none', 'indirect', 'direct', 'enterprise'],
    observe: async (policy) => (await creation(worldOf(policy))).attestation,
  },
  'trust.require': {
    values: [false, true],
    observe: (policy) => enroll(worldOf({ attestation: 'direct', ...policy })),
  },
  'trust.roots': {
    values: [[], [authority.rootPem], 'mds'],
    async observe(policy) {
      const under = { attestation: 'direct', ...policy } as const
      const trusted = async (model: string) => {
        const world = worldOf(under, { metadata })
        await enroll(world, { ...attested, aaguid: model })
        return (await stateOf(world)).passkeys[0]?.attestation.trusted
      }
      return [await trusted(aaguid), await trusted(another)]
    },
  },
  'authenticators.allow': {
    values: ['any', [aaguid]],
    observe: ({ authenticators }) =>
      enroll(worldOf({ ...direct, authenticators: { unproven: 'accept', ...authenticators } }), { aaguid: another }),
  },
  'authenticators.deny': { values: [[], [aaguid]], observe: (policy) => enroll(worldOf(policy), { aaguid }) },
  'authenticators.unknown': {
    values: ['allow', 'deny'],
    observe: (policy) => enroll(worldOf(policy), { aaguid: '00000000-0000-0000-0000-000000000000' }),
  },
  'authenticators.unproven': {
    values: ['accept', 'refuse'],
    // A list of models without proof: configured, or refused at start-up.
    observe: async ({ authenticators }) =>
      outcomeOf(
        (async () => enroll(worldOf({ authenticators: { allow: [aaguid], ...authenticators } }), { aaguid }))(),
      ),
  },
  'authenticators.at': { values: ['enroll', 'enroll-and-sign-in'], observe: signInUnder },
  'kinds.synced': { values: [true, false], observe: (policy) => enroll(worldOf(policy), { synced: true }) },
  'kinds.deviceBound': { values: [true, false], observe: (policy) => enroll(worldOf(policy), { synced: false }) },
  attachment: {
    values: ['any', 'platform', 'cross-platform'],
    observe: async (policy) => (await creation(worldOf(policy))).authenticatorSelection,
  },
  hints: {
    values: [[], ['security-key'], ['hybrid']],
    observe: async (policy) => (await creation(worldOf(policy))).hints,
  },
  algorithms: {
    values: [[-7], [-8, -7], [-257]],
    observe: async (policy) => (await creation(worldOf(policy))).pubKeyCredParams,
  },
  limit: {
    values: [1, 2],
    async observe(policy) {
      const world = worldOf(policy)
      return [await enroll(world), await enroll(world)]
    },
  },
  removeLast: {
    values: ['allow', 'if-other-method', 'never'],
    observe: async (policy) => [await removal(policy, ['password']), await removal(policy, [])],
  },
  'recentAuthentication.enroll': {
    values: ['none', 60],
    observe: afterSeconds(61, (world, _, session) => world.passkeys.enroll.begin({ user: alice, session, binding })),
  },
  'recentAuthentication.remove': {
    values: ['none', 60],
    observe: afterSeconds(61, (world, id, session) => world.passkeys.manage.remove({ session, id })),
  },
  'recentAuthentication.recoveryCodes': {
    values: ['none', 60],
    observe: afterSeconds(61, (world, _, session) =>
      world.passkeys.recovery.createCodes({ session }).then(({ codes }) => codes.length),
    ),
  },
  'recentAuthentication.rename': {
    values: ['none', 60],
    observe: afterSeconds(61, (world, id, session) => world.passkeys.manage.rename({ session, id, name: 'Phone' })),
  },
  enrollWith: {
    values: ['recent', 'strongest'],
    observe: afterSeconds(0, (world, _, session) => world.passkeys.enroll.begin({ user: alice, session, binding })),
  },
  verifyBeforeEnroll: {
    values: ['none', 'otp'],
    async observe(policy) {
      const world = worldOf(policy, { host: { sendCode: () => undefined } })
      return [await enroll(world), await outcomeOf(world.passkeys.otp.request({ session: world.session(), binding }))]
    },
  },
  firstPasskey: {
    values: ['session', 'verified'],
    observe(policy) {
      const late = { ...policy, mode: 'mandatory', rollout: { from: 0 } } as const
      return enroll(worldOf(late, { host: { sendCode: () => undefined } }))
    },
  },
  newPasskeyCooldown: {
    values: [0, 86_400],
    async observe(policy) {
      const world = worldOf(policy)
      const { passkey } = await world.enroll(world.authenticator())
      world.clock.forward(1)
      await world.enroll(world.authenticator())
      return outcomeOf(world.passkeys.manage.remove({ session: world.session(), id: passkey.id }).then(done))
    },
  },
  recovery: {
    values: ['code', 'code-and-otp', 'off'],
    async observe(policy) {
      const { storage, passkeys, session } = worldOf({})
      const { codes } = await passkeys.recovery.createCodes({ session: session() })
      const world = worldOf(policy, { storage, host: { sendCode: () => undefined } })
      const [code = ''] = codes
      return outcomeOf(world.passkeys.recovery.redeem({ identifier: alice.name, code, binding }).then(done))
    },
  },
  'prompt.after': { values: [[], ['password']], observe: promptOf },
  'prompt.on': { values: [['sign-in'], ['sign-up']], observe: promptOf },
  'prompt.every': {
    values: ['once', 'always', { days: 7 }, { days: 14 }],
    async observe(policy) {
      const world = worldOf(policy)
      const session = world.session()
      await world.passkeys.prompt.answer({ session, answer: 'not-now' })
      const decide = () => world.passkeys.prompt.decide({ session: world.session(), on: 'sign-in' })
      const first = await decide()
      world.clock.forward(8 * 86_400)
      const later = await decide()
      return [first.prompt, later.prompt, later.nextAt !== undefined]
    },
  },
  'rollout.from': {
    values: ['at-once', noon + 86_400_000, noon - 86_400_000],
    observe: ({ rollout }) => promptOf({ mode: 'mandatory', rollout: { graceDays: 7, ...rollout } }),
  },
  'rollout.graceDays': {
    values: [0, 7],
    observe: ({ rollout }) => promptOf({ mode: 'mandatory', rollout: { from: noon, ...rollout } }),
  },
  'rollout.lateDays': {
    values: [0, 3, 90],
    observe: ({ rollout }) => promptOf({ mode: 'mandatory', rollout: { from: noon, graceDays: 30, ...rollout } }),
  },
  'rollout.remindEvery': {
    values: ['always', 'once', { days: 2 }],
    async observe({ rollout }) {
      const world = worldOf({ mode: 'mandatory', rollout: { from: noon, graceDays: 30, ...rollout } })
      const input = { session: world.session(), on: 'sign-in' } as const
      await world.passkeys.prompt.answer({ ...input, answer: 'not-now' })
      return world.passkeys.prompt.decide(input)
    },
  },
  'rollout.exempt': {
    values: [[], [{ userId: alice.id, until: noon + 1 }]],
    observe: (policy) => promptOf({ ...policy, mode: 'mandatory' }),
  },
  'rollout.paused': {
    values: [false, true],
    observe: (policy) => promptOf({ ...policy, mode: 'mandatory' }),
  },
  'prompt.never': { values: [false, true], observe: promptOf },
  'prompt.local': {
    values: [true, false],
    async observe(policy) {
      const world = worldOf(policy)
      const methods = [{ name: 'passkey', at: world.clock.now, attachment: 'cross-platform' }] as const
      await world.enroll(world.authenticator())
      const device = { webauthn: true, platformAuthenticator: true }
      return world.passkeys.prompt.decide({ session: world.session({ methods }), on: 'sign-in', device })
    },
  },
  'prompt.upgrade': {
    values: [true, false],
    async observe(policy) {
      const world = worldOf(policy)
      const methods = [{ name: 'passkey', at: world.clock.now, attachment: 'platform' }] as const
      const session = world.session({ methods })
      const { ceremony, options } = await world.passkeys.enroll.begin({ user: alice, session, binding })
      const response = await world.authenticator().create(options)
      const hidden = { ...response, clientExtensionResults: { credProps: { rk: false } } }
      await world.passkeys.enroll.finish({ ceremony, response: hidden, session, binding })
      return world.passkeys.prompt.decide({ session, on: 'sign-in' })
    },
  },
  'prompt.automatic': {
    values: [false, true],
    observe: afterSeconds(0, (world, _, session) =>
      world.passkeys.enroll.begin({ user: alice, session, conditional: true, binding }),
    ),
  },
  unsupportedDevice: {
    values: ['let-through', 'blocked'],
    observe: (policy) => promptOf({ ...policy, mode: 'mandatory' }, { device: { webauthn: false } }),
  },
  password: {
    values: ['allowed', 'refused-once-enrolled'],
    async observe(policy) {
      const world = worldOf(policy)
      await world.enroll(world.authenticator())
      return world.passkeys.passwordAllowed({ userId: alice.id })
    },
  },
  signCount: {
    values: ['ignore', 'flag', 'by-kind', 'reject', 'suspend'],
    observe: async (policy) => [await regressed(policy, true), await regressed(policy, false)],
  },
  backupEligibilityChange: {
    values: ['accept', 'flag', 'reject'],
    async observe(policy) {
      const world = worldOf(policy)
      const authenticator = world.authenticator({ synced: false })
      await world.enroll(authenticator)
      const tamper: AuthenticationTamper = {
        authenticatorData: (honest) => ({ ...honest, flags: honest.flags | authenticatorFlags.backupEligible }),
      }
      return [await outcomeOf(world.signIn(authenticator, { tamper }).then(done)), await world.events()]
    },
  },
  ceremonySeconds: { values: [30, 600], observe: async (policy) => (await request(worldOf(policy))).timeout },
  enumeration: {
    values: ['decoys', 'usernameless-only'],
    observe: (policy) => request(worldOf(policy), 'stranger@example.com'),
  },
}

const settingOf =
  (field: string): Setting =>
  (value) =>
    field.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as PartialPolicy

describe('every value of a policy field changes something', () => {
  test('every field is here', () => {
    const fields = describePolicy().map(({ field }) => field)
    expect(Object.keys(rows).sort()).toEqual(fields.sort())
  })

  test.each(Object.entries(rows))('%s', async (field, { values, observe }) => {
    const range = describePolicy().find((described) => described.field === field)?.range
    if (range?.kind === 'choice') expect([...values].sort()).toEqual([...range.values].sort())
    if (range?.kind === 'switch') expect([...values].sort()).toEqual([false, true])
    expect(values.length).toBeGreaterThan(1)
    const seen: string[] = []
    for (const value of values) seen.push(JSON.stringify((await observe(settingOf(field)(value))) ?? 'nothing'))
    expect(new Set(seen).size, seen.join('\n')).toBe(values.length)
  })
})

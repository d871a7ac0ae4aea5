import type { PromptReason } from '@latchkey/wire'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PartialPolicy } from '../../src/policy/effective-policy.js'
import { resolvePolicy } from '../../src/policy/resolve-policy.js'
import { decidePrompt, type PromptedMethod, type PromptInput } from '../../src/prompt/decide-prompt.js'

/** Half past midnight UTC on the day on which summer time ends in Europe. */
const now = Date.UTC(2026, 9, 25, 0, 30)
const day = 86_400_000

const named = (...names: string[]): readonly PromptedMethod[] => names.map((name) => ({ name }))
const able = { webauthn: true, platformAuthenticator: true }
const unable = { webauthn: false, platformAuthenticator: false }
const unseen = { webauthn: undefined, platformAuthenticator: undefined }

function decide(policy: PartialPolicy, change: Partial<PromptInput> = {}) {
  const { policy: effective } = resolvePolicy([{ layer: 'code', policy: { mode: 'optional', ...policy } }])
  return decidePrompt({
    policy: effective,
    passkeys: 'none',
    user: { userId: 'alice', groups: [] },
    held: change.passkeys === undefined || change.passkeys === 'none' ? 0 : 1,
    said: undefined,
    methods: named('password'),
    on: 'sign-in',
    device: able,
    now,
    ...change,
  })
}

const declined = (declinedAt: number) => ({ said: { declinedAt, never: false } })

describe('decidePrompt', () => {
  test('optional, after a password: offered, and "Not now" is an answer', () => {
    expect(decide({})).toEqual({ prompt: 'offer', reason: 'due', skippable: true, never: false })
  })

  test.each<[string, PartialPolicy, Partial<PromptInput>, PromptReason]>([
    ['off', { mode: 'off' }, {}, 'passkeys_off'],
    ['a passkey is there', {}, { passkeys: 'discoverable' }, 'has_passkey'],
    ['social', {}, { methods: named('social') }, 'federated_sign_in'],
    [
      'enterprise, even when mandatory',
      { mode: 'mandatory' },
      { methods: named('password', 'enterprise') },
      'federated_sign_in',
    ],
    ['a method that is not asked after', { prompt: { after: ['email-otp'] } }, {}, 'method_not_prompted'],
    ['an unknown method', {}, { methods: named('telepathy') }, 'method_not_prompted'],
    ['asked after nothing', { prompt: { after: [] } }, {}, 'method_not_prompted'],
    [
      'on sign-up where only sign-in is asked',
      { prompt: { on: ['sign-in'] } },
      { on: 'sign-up' },
      'occasion_not_prompted',
    ],
    ['a device without WebAuthn', {}, { device: unable }, 'device_cannot'],
    ['never again', {}, { said: { never: true } }, 'declined_for_ever'],
    ['declined, asked once', { prompt: { every: 'once' } }, declined(now - 5000 * day), 'declined_recently'],
  ])('silent: %s', (_, policy, change, reason) => {
    expect(decide(policy, change)).toEqual({ prompt: 'none', reason, skippable: true, never: false })
  })

  test('"never" is offered where the policy offers it', () => {
    expect(decide({ prompt: { never: true } })).toMatchObject({ prompt: 'offer', never: true })
  })
})

describe('after a decline', () => {
  test('silent until the interval is over to the millisecond, across the end of summer time', () => {
    const at = now - 14 * day
    expect(decide({}, declined(at + 1))).toMatchObject({ prompt: 'none', nextAt: at + 1 + 14 * day })
    expect(decide({}, declined(at))).toMatchObject({ prompt: 'offer' })
  })

  test('a clock that went back keeps silent', () => {
    expect(decide({}, declined(now + day))).toMatchObject({ prompt: 'none', reason: 'declined_recently' })
  })

  test('always: asked again at once', () => {
    expect(decide({ prompt: { every: 'always' } }, declined(now))).toMatchObject({ prompt: 'offer' })
  })

  test('whatever the interval and the moment: silent before it is over, asked from then on', () => {
    const anyDecline = fc.record({ days: fc.integer({ min: 1, max: 3650 }), at: fc.integer({ min: 0, max: 4e12 }) })
    const holds = fc.property(anyDecline, fc.integer({ min: -1e11, max: 4e11 }), ({ days, at }, later) => {
      const { prompt } = decide({ prompt: { every: { days } } }, { ...declined(at), now: at + later })
      expect(prompt).toBe(later < days * day ? 'none' : 'offer')
    })
    fc.assert(holds)
  })
})

describe('mandatory', () => {
  test('required whatever was answered, by whatever method, with no way around', () => {
    const said = { said: { declinedAt: now, never: true }, methods: named('other'), device: unseen }
    const required = { prompt: 'require', reason: 'mandatory', skippable: false, never: false }
    expect(decide({ mode: 'mandatory', prompt: { never: true } }, said)).toEqual(required)
  })

  test('a device that cannot is blocked, or let through where the policy says so', () => {
    expect(decide({ mode: 'mandatory' }, { device: unable })).toMatchObject({
      prompt: 'require',
      reason: 'device_unsupported',
      skippable: false,
    })
    const letThrough = decide({ mode: 'mandatory', unsupportedDevice: 'let-through' }, { device: unable })
    expect(letThrough).toMatchObject({ prompt: 'none', reason: 'device_cannot' })
  })
})

test.each<[string, PartialPolicy]>([
  ['no kind', { kinds: { synced: false, deviceBound: false } }],
  ['no model', { authenticators: { allow: [], unproven: 'accept' } }],
  ['no root of trust', { attestation: 'direct', trust: { require: true, roots: [] } }],
])('nothing is asked where the policy takes %s, not even when mandatory', (_, policy) => {
  for (const mode of ['optional', 'mandatory'] as const) {
    expect(decide({ mode, ...policy })).toMatchObject({ prompt: 'none', reason: 'none_allowed', skippable: true })
  }
})

describe('a better passkey', () => {
  const hybrid = [{ name: 'passkey', attachment: 'cross-platform' }] as const
  const local = [{ name: 'passkey', attachment: 'platform' }] as const

  test("who came with another device's passkey is offered one on this device", () => {
    expect(decide({}, { passkeys: 'discoverable', methods: hybrid })).toMatchObject({
      prompt: 'offer',
      reason: 'local_passkey',
      skippable: true,
    })
  })

  test.each<[string, PartialPolicy, Partial<PromptInput>, PromptReason]>([
    ['this device has none to make', {}, { device: { ...able, platformAuthenticator: false } }, 'has_passkey'],
    ['a device of unknown capabilities', {}, { device: unseen }, 'has_passkey'],
    ['the passkey was on this device', {}, { methods: local }, 'has_passkey'],
    ['it is switched off', { prompt: { local: false } }, {}, 'has_passkey'],
    ['one on this device would not be taken', { attachment: 'cross-platform' }, {}, 'has_passkey'],
    ['the user has as many as there may be', { limit: 2 }, { held: 2 }, 'has_passkey'],
    ['declined a day ago', {}, declined(now - day), 'declined_recently'],
  ])('nothing is offered where %s', (_, policy, change, reason) => {
    expect(decide(policy, { passkeys: 'discoverable', methods: hybrid, ...change })).toMatchObject({
      prompt: 'none',
      reason,
    })
  })

  test('it stays skippable when passkeys are mandatory: one is there', () => {
    const decision = decide({ mode: 'mandatory' }, { passkeys: 'discoverable', methods: hybrid })
    expect(decision).toMatchObject({ prompt: 'offer', skippable: true })
  })

  test('who has only passkeys that need a user name is offered one that needs none, under both flows', () => {
    const used = { passkeys: 'hidden', methods: local } as const
    expect(decide({}, used)).toMatchObject({ prompt: 'offer', reason: 'upgrade' })
    expect(decide({ flow: 'classic' }, used)).toMatchObject({ prompt: 'none', reason: 'has_passkey' })
    expect(decide({ prompt: { upgrade: false } }, used)).toMatchObject({ prompt: 'none', reason: 'has_passkey' })
    expect(decide({}, { ...used, methods: named('password') })).toMatchObject({ prompt: 'none', reason: 'has_passkey' })
  })
})

const methodNames = [
  'password',
  'username',
  'phone-otp',
  'email-otp',
  'magic-link',
  'social',
  'enterprise',
  'passkey',
  'other',
]

const anyInput = fc.record({
  mode: fc.constantFrom('off', 'optional', 'mandatory'),
  flow: fc.constantFrom('smart', 'classic', 'both'),
  unsupportedDevice: fc.constantFrom('let-through', 'blocked'),
  every: fc.oneof(fc.constantFrom('once', 'always'), fc.record({ days: fc.integer({ min: 1, max: 60 }) })),
  passkeys: fc.constantFrom('none', 'hidden', 'discoverable'),
  said: fc.option(fc.record({ declinedAt: fc.integer({ min: now - 90 * day, max: now + day }), never: fc.boolean() }), {
    nil: undefined,
  }),
  methods: fc.array(
    fc.record({ name: fc.constantFrom(...methodNames), attachment: fc.constantFrom('platform', 'cross-platform') }),
    { maxLength: 3 },
  ),
  on: fc.constantFrom('sign-in', 'sign-up'),
  device: fc.constantFrom(able, unable, unseen),
})

type AnyInput = typeof anyInput extends fc.Arbitrary<infer Input> ? Input : never

describe('whatever the input', () => {
  const decideAny = ({ mode, flow, unsupportedDevice, every, ...change }: AnyInput) =>
    decide({ mode, flow, unsupportedDevice, prompt: { every } }, change)

  test('off decides nothing but none', () => {
    fc.assert(fc.property(anyInput, (input) => decideAny({ ...input, mode: 'off' }).prompt === 'none'))
  })

  test('mandatory decides none only for federated sign-ins, who has a passkey, and devices that are let through', () => {
    const holds = fc.property(anyInput, (input) => {
      const { prompt, skippable } = decideAny({ ...input, mode: 'mandatory' })
      const isFederated = input.methods.some(({ name }) => name === 'social' || name === 'enterprise')
      const isLetThrough = input.device === unable && input.unsupportedDevice === 'let-through'
      const mayPass = isFederated || input.passkeys !== 'none' || isLetThrough
      expect(prompt === 'require').toBe(!mayPass)
      expect(skippable).toBe(mayPass)
    })
    fc.assert(holds)
  })

  test('optional never requires, and never offers what was declined permanently', () => {
    const holds = fc.property(anyInput, (input) => {
      const { prompt } = decideAny({ ...input, mode: 'optional' })
      expect(prompt).not.toBe('require')
      if (input.said?.never) expect(prompt).toBe('none')
    })
    fc.assert(holds)
  })
})

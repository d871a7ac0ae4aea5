import { describe, expect, test } from 'vitest'
import type { PartialPolicy } from '../../src/policy/effective-policy.js'
import { resolvePolicy } from '../../src/policy/resolve-policy.js'
import { decidePrompt, type PromptInput } from '../../src/prompt/decide-prompt.js'

const now = Date.UTC(2026, 9, 25, 0, 30)
const day = 86_400_000

function decide(policy: PartialPolicy, change: Partial<PromptInput> = {}) {
  const { policy: effective } = resolvePolicy([{ layer: 'code', policy: { mode: 'optional', ...policy } }])
  const input = { hasUsablePasskey: false, said: undefined, methods: ['password'], on: 'sign-in', deviceCan: true, now }
  return decidePrompt({ ...input, policy: effective, ...change } as PromptInput)
}

const declined = (at: number) => ({ said: { declinedAt: at, declines: 1, never: false } })

describe('decidePrompt', () => {
  test('optional, after a password: offered, and "Not now" is an answer', () => {
    expect(decide({})).toEqual({ prompt: 'offer', reason: 'due', skippable: true, never: false })
  })

  test.each<[string, PartialPolicy, Partial<PromptInput>, string]>([
    ['off', { mode: 'off' }, {}, 'passkeys_off'],
    ['a passkey is there', {}, { hasUsablePasskey: true }, 'has_passkey'],
    ['social', {}, { methods: ['social'] }, 'federated_sign_in'],
    [
      'enterprise, even when mandatory',
      { mode: 'mandatory' },
      { methods: ['password', 'enterprise'] },
      'federated_sign_in',
    ],
    ['a method that is not asked after', { prompt: { after: ['email-otp'] } }, {}, 'method_not_prompted'],
    ['a method nobody knows', {}, { methods: ['telepathy'] }, 'method_not_prompted'],
    [
      'on sign-up where only sign-in is asked',
      { prompt: { on: ['sign-in'] } },
      { on: 'sign-up' },
      'occasion_not_prompted',
    ],
    ['a device without WebAuthn', {}, { deviceCan: false }, 'device_cannot'],
    ['never again', {}, { said: { declines: 1, never: true } }, 'declined_for_ever'],
    ['declined, asked once', { prompt: { every: 'once' } }, declined(now - 5000 * day), 'declined_recently'],
  ])('silent: %s', (_, policy, change, reason) => {
    expect(decide(policy, change)).toMatchObject({ prompt: 'none', reason })
  })

  test('declined: silent until the interval is over to the millisecond, across the end of summer time', () => {
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

  test('mandatory: required whatever was answered, by whatever method, with no way around', () => {
    const said = { said: { declinedAt: now, declines: 3, never: true }, methods: ['other'], deviceCan: false }
    const required = { prompt: 'require', reason: 'mandatory', skippable: false, never: false }
    expect(decide({ mode: 'mandatory' }, said)).toEqual(required)
  })
})

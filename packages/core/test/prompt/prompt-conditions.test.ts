import { describe, expect, test } from 'vitest'
import type { PartialPolicy } from '../../src/policy/effective-policy.js'
import { resolvePolicy } from '../../src/policy/resolve-policy.js'
import { decidePrompt, type PromptInput } from '../../src/prompt/decide-prompt.js'

const now = Date.UTC(2026, 9, 25)
const day = 86_400_000
const [one, two] = ['adce0002-35bc-c60a-648b-0b25f1f05503', '00000000-0000-0000-0000-000000000001']

/** The prompt of who has signed in by password, with nothing said before, but for the change. */
function decide(policy: PartialPolicy, change: Partial<PromptInput> = {}) {
  const { policy: effective } = resolvePolicy([{ layer: 'code', policy: { mode: 'optional', ...policy } }])
  return decidePrompt({
    policy: effective,
    passkeys: 'none',
    user: { userId: 'alice', groups: [] },
    held: 0,
    said: undefined,
    methods: [{ name: 'password' }],
    on: 'sign-in',
    device: { webauthn: true, platformAuthenticator: true },
    now,
    ...change,
  })
}
const reasonOf = (policy: PartialPolicy, change?: Partial<PromptInput>) => decide(policy, change).reason

describe('a passkey can be made where the policy takes', () => {
  const trust = { require: true, roots: ['a root'] }

  test.each<[string, PartialPolicy]>([
    ['synced ones alone', { kinds: { synced: true, deviceBound: false } }],
    ['device-bound ones alone', { kinds: { synced: false, deviceBound: true } }],
    ['a model that is not refused as well', { authenticators: { allow: [one, two], deny: [one], unproven: 'accept' } }],
    ['any model but one', { authenticators: { deny: [one] } }],
    ['what leads to a root', { attestation: 'direct', trust }],
    ['what the metadata vouches for', { attestation: 'direct', trust: { require: true, roots: 'mds' } }],
    ['anything, and knows no root', { attestation: 'direct', trust: { require: false, roots: [] } }],
  ])('%s', (_, policy) => {
    expect(reasonOf(policy)).toBe('due')
    expect(reasonOf({ ...policy, mode: 'mandatory' })).toBe('mandatory')
  })

  test('no model that it refuses as well: nothing is asked', () => {
    expect(reasonOf({ authenticators: { allow: [one], deny: [one, two], unproven: 'accept' } })).toBe('none_allowed')
  })
})

describe('mandatory', () => {
  const mandatory = { mode: 'mandatory', limit: 2 } as const
  const required = (reason: string) => ({ prompt: 'require', reason, skippable: false, never: false })

  test('a user at the limit without a usable passkey gets limit_reached', () => {
    expect(decide(mandatory, { held: 1 })).toEqual(required('mandatory'))
    expect(decide(mandatory, { held: 2 })).toEqual(required('limit_reached'))
    expect(decide(mandatory, { held: 3 })).toEqual(required('limit_reached'))
  })

  test('a device that cannot create one is reported before the limit', () => {
    const device = { webauthn: false, platformAuthenticator: false }
    expect(decide(mandatory, { held: 2, device })).toEqual(required('device_unsupported'))
    expect(decide({ ...mandatory, unsupportedDevice: 'let-through' }, { held: 2, device })).toEqual({
      prompt: 'none',
      reason: 'device_cannot',
      skippable: true,
      never: false,
    })
  })
})

describe('the first passkey is offered', () => {
  test('after one of the methods that are asked after, whatever else was used', () => {
    const methods = [{ name: 'other' }, { name: 'email-otp' }]
    expect(reasonOf({ prompt: { after: ['email-otp'] } }, { methods })).toBe('due')
    expect(reasonOf({ prompt: { after: ['email-otp'] } }, { methods: [{ name: 'other' }] })).toBe('method_not_prompted')
    expect(reasonOf({}, { methods: [] })).toBe('method_not_prompted')
  })

  test('after a passkey of another relying party, unless prompts are off', () => {
    const methods = [{ name: 'passkey' }]
    expect(reasonOf({}, { methods })).toBe('due')
    expect(reasonOf({ prompt: { after: [] } }, { methods })).toBe('method_not_prompted')
  })

  test('on the occasions that are named', () => {
    expect(reasonOf({ prompt: { on: ['sign-up'] } })).toBe('occasion_not_prompted')
    expect(reasonOf({ prompt: { on: ['sign-up'] } }, { on: 'sign-up' })).toBe('due')
  })

  test('to a device of unknown capabilities', () => {
    expect(reasonOf({}, { device: { webauthn: undefined, platformAuthenticator: undefined } })).toBe('due')
  })

  test('never to who came through another identity provider, with whatever else', () => {
    for (const name of ['social', 'enterprise']) {
      expect(reasonOf({}, { methods: [{ name: 'password' }, { name }] })).toBe('federated_sign_in')
    }
  })

  test('again when the interval is over, and silence says when that is', () => {
    const said = { declinedAt: now - 3 * day, never: false }
    const silent = { prompt: 'none', reason: 'declined_recently', skippable: true, never: false }
    expect(decide({ prompt: { every: { days: 3 } } }, { said })).toMatchObject({ prompt: 'offer' })
    expect(decide({ prompt: { every: { days: 4 } } }, { said })).toEqual({ ...silent, nextAt: now + day })
    expect(decide({ prompt: { every: 'once' } }, { said })).toEqual(silent)
    expect(decide({ prompt: { every: 'always' } }, { said })).toMatchObject({ prompt: 'offer' })
    const ahead = { declinedAt: now + 1, never: false }
    expect(decide({ prompt: { every: 'always' } }, { said: ahead })).toEqual({ ...silent, nextAt: now + 1 })
  })

  test('never after "never", however long ago, and never after a mere record of other things', () => {
    expect(reasonOf({}, { said: { declinedAt: now - 9999 * day, never: true } })).toBe('declined_for_ever')
    expect(reasonOf({}, { said: { never: false } })).toBe('due')
  })
})

describe('a better passkey', () => {
  const hybrid = { methods: [{ name: 'passkey', attachment: 'cross-platform' as const }] }
  const local = { methods: [{ name: 'passkey', attachment: 'platform' as const }] }
  const discoverable = { passkeys: 'discoverable', held: 1 } as const
  const hidden = { passkeys: 'hidden', held: 1 } as const

  test('on this device, where the attachment of the passkey that was used is known', () => {
    expect(reasonOf({}, { ...discoverable, ...hybrid })).toBe('local_passkey')
    expect(reasonOf({ attachment: 'platform' }, { ...discoverable, ...hybrid })).toBe('local_passkey')
    expect(reasonOf({}, { ...discoverable, methods: [{ name: 'passkey' }] })).toBe('has_passkey')
    const other = { methods: [{ name: 'password', attachment: 'cross-platform' as const }] }
    expect(reasonOf({}, { ...discoverable, ...other })).toBe('has_passkey')
    const both = { methods: [...local.methods, ...hybrid.methods] }
    expect(reasonOf({}, { ...discoverable, ...both })).toBe('local_passkey')
  })

  test('without a user name, only where both flows are there and a passkey was used', () => {
    expect(reasonOf({}, { ...hidden, ...local })).toBe('upgrade')
    expect(reasonOf({}, { ...hidden, methods: [{ name: 'password' }, ...local.methods] })).toBe('upgrade')
    expect(reasonOf({ flow: 'smart' }, { ...hidden, ...local })).toBe('has_passkey')
    expect(reasonOf({}, { ...discoverable, ...local })).toBe('has_passkey')
    expect(reasonOf({}, hidden)).toBe('has_passkey')
  })

  test('on this device comes before one without a user name', () => {
    expect(reasonOf({}, { ...hidden, ...hybrid })).toBe('local_passkey')
    expect(reasonOf({ prompt: { local: false } }, { ...hidden, ...hybrid })).toBe('upgrade')
  })

  test('never beyond the limit, nor where none could be made, and minds earlier answers', () => {
    expect(reasonOf({ limit: 2 }, { ...hidden, ...local })).toBe('upgrade')
    expect(reasonOf({ limit: 1 }, { ...hidden, ...local })).toBe('has_passkey')
    expect(reasonOf({ kinds: { synced: false, deviceBound: false } }, { ...hidden, ...local })).toBe('has_passkey')
    expect(reasonOf({}, { ...hidden, ...local, said: { never: true } })).toBe('declined_for_ever')
    const device = { webauthn: false, platformAuthenticator: true }
    expect(reasonOf({}, { ...hidden, ...local, device })).toBe('device_cannot')
  })
})

test('off prompts no user', () => {
  expect(decide({ mode: 'off' }, { passkeys: 'hidden', held: 1 })).toEqual({
    prompt: 'none',
    reason: 'passkeys_off',
    skippable: true,
    never: false,
  })
})

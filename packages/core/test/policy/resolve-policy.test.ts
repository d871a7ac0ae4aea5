import { describe, expect, test } from 'vitest'
import { partialPolicySchema } from '../../src/policy/check-policy.js'
import type { PartialPolicy } from '../../src/policy/effective-policy.js'
import { resolvePolicy, strictestPolicy } from '../../src/policy/resolve-policy.js'

const resolve = (...policies: PartialPolicy[]) => resolvePolicy(policies.map((policy) => ({ layer: 'code', policy })))

describe('resolvePolicy', () => {
  test('a new environment: mode off, everything at its default', () => {
    const { policy, from } = resolvePolicy([])
    expect(policy).toMatchObject({ mode: 'off', flow: 'both', limit: 10, removeLast: 'if-other-method' })
    expect(policy.userVerification).toEqual({ enroll: 'required', signIn: 'required' })
    expect(policy.recentAuthentication).toEqual({ enroll: 300, remove: 300, recoveryCodes: 300, rename: 'none' })
    expect(from.mode).toBe('default')
  })

  test('the organization lies over the environment over the code, member by member', () => {
    const { policy, from } = resolvePolicy([
      { layer: 'code', policy: { mode: 'optional', userVerification: { enroll: 'preferred', signIn: 'preferred' } } },
      { layer: 'environment', policy: { limit: 5 } },
      { layer: 'organization', policy: { mode: 'mandatory', userVerification: { signIn: 'required' } } },
    ])
    expect(policy.mode).toBe('mandatory')
    expect(policy.userVerification).toEqual({ enroll: 'preferred', signIn: 'required' })
    expect(from).toMatchObject({ mode: 'organization', limit: 'environment', signCount: 'default' })
    expect(from.userVerification).toEqual({ enroll: 'code', signIn: 'organization' })
  })

  test('mandatory keeps the last passkey unless a layer says otherwise', () => {
    expect(resolve({ mode: 'mandatory' }).policy.removeLast).toBe('never')
    expect(resolve({ mode: 'mandatory', removeLast: 'allow' }).policy.removeLast).toBe('allow')
  })

  test('the result is frozen through and through, and no one else holds a part of it', () => {
    const algorithms = [-7]
    const { policy } = resolve({ algorithms, prompt: { every: { days: 3 } } })
    algorithms.push(-257)
    expect(policy.algorithms).toEqual([-7])
    for (const part of [policy, policy.algorithms, policy.userVerification, policy.prompt, policy.prompt.every]) {
      expect(Object.isFrozen(part)).toBe(true)
    }
  })
})

describe('partialPolicySchema', () => {
  test.each<[string, object]>([
    ['limit 0', { limit: 0 }],
    ['limit 101', { limit: 101 }],
    ['half a passkey', { limit: 1.5 }],
    ['a field that is unknown', { limits: 5 }],
    ['a member that is unknown', { userVerification: { signUp: 'required' } }],
    ['a cadence of -1', { prompt: { every: { days: -1 } } }],
    ['an algorithm that cannot be verified here', { algorithms: [-65535] }],
    ['an algorithm twice', { algorithms: [-7, -7] }],
    ['no algorithm', { algorithms: [] }],
    ['29 seconds', { ceremonySeconds: 29 }],
    ['601 seconds', { ceremonySeconds: 601 }],
  ])('refuses %s', (_, policy) => {
    expect(partialPolicySchema.safeParse(policy).success).toBe(false)
  })

  test.each([{ limit: 1 }, { limit: 100 }, { ceremonySeconds: 30 }, { ceremonySeconds: 600 }, {}])(
    'takes %j',
    (policy) => {
      expect(partialPolicySchema.safeParse(policy).success).toBe(true)
    },
  )
})

describe('strictestPolicy', () => {
  const environment = resolve({ mode: 'optional', flow: 'smart' }).policy

  test('no organization: the environment', () => {
    expect(strictestPolicy([], environment)).toBe(environment)
  })

  test('each ordered value at its stricter end, the others from the environment', () => {
    const lax = resolve({ mode: 'optional', limit: 20, flow: 'classic', signCount: 'flag' }).policy
    const strict = resolve({ mode: 'mandatory', limit: 3, recentAuthentication: { rename: 60 } }).policy
    const merged = strictestPolicy([lax, strict], environment)
    expect(merged).toMatchObject({ mode: 'mandatory', limit: 3, flow: 'smart', signCount: 'by-kind' })
    expect(merged.recentAuthentication.rename).toBe(60)
  })

  test('off only where all are off', () => {
    const off = resolve({ mode: 'off' }).policy
    const optional = resolve({ mode: 'optional' }).policy
    expect(strictestPolicy([off, off], environment).mode).toBe('off')
    expect(strictestPolicy([off, optional], environment).mode).toBe('optional')
  })

  test('models that only one allows are not allowed, models that one refuses are', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((digit) => `${digit.repeat(8)}-0000-0000-0000-000000000000`) as [
      string,
      string,
      string,
    ]
    const left = resolve({ authenticators: { allow: [a, b], deny: [a] } }).policy
    const right = resolve({ authenticators: { allow: [b, c], deny: [c] } }).policy
    const open = resolve({}).policy
    expect(strictestPolicy([left, right], environment).authenticators).toMatchObject({ allow: [b], deny: [a, c] })
    expect(strictestPolicy([left, open], environment).authenticators).toMatchObject({ allow: [a, b], deny: [a] })
  })
})

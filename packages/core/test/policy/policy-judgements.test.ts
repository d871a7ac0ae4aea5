import { describe, expect, test } from 'vitest'
import { checkPolicy } from '../../src/policy/check-policy.js'
import type { EffectivePolicy, PartialPolicy } from '../../src/policy/effective-policy.js'
import { changedFields } from '../../src/policy/map-fields.js'
import {
  checkFirstFactor,
  checkMode,
  looksUpNames,
  mustBeDiscoverable,
  orderMethods,
} from '../../src/policy/policy-checks.js'
import { normalizedPolicy, resolvePolicy, strictestPolicy } from '../../src/policy/resolve-policy.js'

const resolve = (policy: PartialPolicy) => resolvePolicy([{ layer: 'code', policy }]).policy
const [one, two] = ['adce0002-35bc-c60a-648b-0b25f1f05503', '00000000-0000-0000-0000-000000000001']

describe('a policy is refused, and the field is named', () => {
  const check = (value: unknown, below: PartialPolicy = {}, metadata?: object) => {
    const layers = [{ layer: 'code', policy: below }] as const
    return checkPolicy(value, { layer: 'environment', below: layers }, { maxCredentials: 20, metadata })
  }
  const fieldsOf = (value: unknown, below?: PartialPolicy, metadata?: object) => {
    const checked = check(value, below, metadata)
    return 'issues' in checked ? checked.issues.map(({ path }) => path) : []
  }
  const trusting = { attestation: 'direct', trust: { require: true } } as const

  test.each<[rule: string, value: unknown, below: PartialPolicy, fields: readonly string[]]>([
    ['not what is no object', 7, {}, ['']],
    ['an unknown field', { modes: 'off' }, {}, ['modes']],
    ['a member of the wrong form', { prompt: { every: 7 } }, {}, ['prompt.every']],
    ['two of them', { mode: 'on', limit: 0 }, {}, ['mode', 'limit']],
    ['an allow list of claims', { authenticators: { allow: [one] } }, {}, ['authenticators.allow']],
    ['trust in what is not requested', { trust: { require: true } }, {}, ['trust.require']],
    ['no kind at all', { kinds: { synced: false, deviceBound: false } }, {}, ['kinds']],
    ['no kind that is left', { kinds: { synced: false } }, { kinds: { deviceBound: false } }, ['kinds']],
    ['names that are not looked up', { flow: 'classic', enumeration: 'usernameless-only' }, {}, ['enumeration']],
    ['codes', { verifyBeforeEnroll: 'otp' }, {}, ['verifyBeforeEnroll']],
    ['codes for first passkeys', { firstPasskey: 'verified' }, {}, ['firstPasskey']],
    ['more passkeys than the host allows', { limit: 21 }, {}, ['limit']],
    ['metadata that there is not', { trust: { roots: 'mds' } }, {}, ['trust.roots']],
    ['all that is wrong', { limit: 21, verifyBeforeEnroll: 'otp' }, {}, ['limit', 'verifyBeforeEnroll']],
  ])('%s', (_, value, below, fields) => {
    expect(fieldsOf(value, below)).toEqual(fields)
  })

  test.each<[rule: string, value: PartialPolicy, below: PartialPolicy]>([
    ['nothing', {}, {}],
    ['an allow list that believes claims', { authenticators: { allow: [one], unproven: 'accept' } }, {}],
    ['an allow list of what is proven', { ...trusting, authenticators: { allow: [one] } }, {}],
    ['trust in what the layer below asks for', { trust: { require: true } }, { attestation: 'indirect' }],
    ['one kind', { kinds: { synced: false } }, {}],
    ['the other kind', { kinds: { deviceBound: false } }, {}],
    ['no names in both flows', { flow: 'both', enumeration: 'usernameless-only' }, {}],
    ['names in the classic flow', { flow: 'classic' }, {}],
    ['as many passkeys as the host allows', { limit: 20 }, {}],
  ])('but not %s', (_, value, below) => {
    expect(check(value, below)).toEqual({ policy: value })
  })

  test('metadata may be trusted where there is some', () => {
    expect(check({ trust: { roots: 'mds' } }, {}, {})).toEqual({ policy: { trust: { roots: 'mds' } } })
  })
})

test('changed fields are those whose value is another, a value that is no longer stated among them', () => {
  const before: PartialPolicy = { mode: 'off', prompt: { every: { days: 3 }, never: true }, hints: ['hybrid'] }
  expect(changedFields(before, before)).toEqual([])
  expect(changedFields(before, structuredClone(before))).toEqual([])
  expect(changedFields(before, { mode: 'optional', prompt: { every: { days: 4 } }, hints: ['hybrid'] })).toEqual([
    'mode',
    'prompt.every',
    'prompt.never',
  ])
  expect(changedFields({}, { userVerification: { enroll: 'required' } })).toEqual(['userVerification.enroll'])
})

test.each([
  ['smart', 'decoys', false, true],
  ['classic', 'decoys', true, false],
  ['both', 'decoys', true, true],
  ['smart', 'usernameless-only', false, true],
  ['both', 'usernameless-only', false, true],
] as const)(
  'flow %s, enumeration %s: names are looked up %s, passkeys are discoverable %s',
  (flow, enumeration, names, discoverable) => {
    const policy = resolve({ flow, enumeration })
    expect([looksUpNames(policy), mustBeDiscoverable(policy)]).toEqual([names, discoverable])
  },
)

test('methods are in the order of the sign-in page', () => {
  const others = ['password', 'passkey', 'social']
  expect(orderMethods(resolve({ mode: 'optional' }), others)).toEqual(['password', 'social', 'passkey'])
  expect(orderMethods(resolve({ mode: 'optional', preferred: true }), others)).toEqual([
    'passkey',
    'password',
    'social',
  ])
  expect(orderMethods(resolve({ mode: 'off', preferred: true }), others)).toEqual(['password', 'social'])
  expect(orderMethods(resolve({ mode: 'optional', use: 'second-factor' }), others)).toEqual(['password', 'social'])
})

test('a policy that is off, or whose passkeys are second factors, lets no user sign in', () => {
  expect(() => checkMode(resolve({ mode: 'off' }))).toThrow(expect.objectContaining({ code: 'passkeys_off' }))
  const secondFactor = resolve({ mode: 'optional', use: 'second-factor' })
  expect(() => checkFirstFactor(secondFactor)).toThrow(expect.objectContaining({ code: 'forbidden' }))
  for (const use of ['first-factor', 'both'] as const) {
    expect(checkFirstFactor(resolve({ mode: 'optional', use }))).toBeUndefined()
    expect(checkMode(resolve({ mode: 'mandatory', use }))).toBeUndefined()
  }
})

describe('a limit', () => {
  const limited = (limit: number) =>
    normalizedPolicy([{ layer: 'environment', policy: { limit } }], { maxCredentials: 20 })

  test('above that of the host is cut to it, and provenance says so; any other stays', () => {
    expect(limited(21)).toMatchObject({ policy: { limit: 20 }, from: { limit: 'implied' } })
    expect(limited(20)).toMatchObject({ policy: { limit: 20 }, from: { limit: 'environment' } })
    expect(limited(19)).toMatchObject({ policy: { limit: 19 }, from: { limit: 'environment' } })
  })
})

describe('of several organizations', () => {
  const list = (unproven: 'accept' | 'refuse', ...allow: string[]) => resolve({ authenticators: { allow, unproven } })
  const open = (unproven: 'accept' | 'refuse') => resolve({ authenticators: { unproven } })
  const unprovenOf = (...policies: ReturnType<typeof resolve>[]) =>
    strictestPolicy(policies, resolve({})).authenticators.unproven

  test('a list believes claims, unless one organization wants proof of everything', () => {
    expect(unprovenOf(list('accept', one), list('accept', one, two))).toBe('accept')
    expect(unprovenOf(list('accept', one, two), list('accept', two), open('refuse'))).toBe('accept')
    expect(unprovenOf(open('accept'), open('accept'))).toBe('accept')
    expect(unprovenOf(open('accept'), open('refuse'))).toBe('refuse')
    const trusting = resolve({ attestation: 'direct', trust: { require: true }, authenticators: { allow: [one] } })
    expect(unprovenOf(list('accept', one), trusting)).toBe('refuse')
  })

  test('roots are those common to all policies that require trust, and the environment’s if none does', () => {
    const rootsOf = (...all: EffectivePolicy['trust']['roots'][]) => {
      const trusting = all.map((roots) => resolve({ attestation: 'direct', trust: { require: true, roots } }))
      return strictestPolicy([...trusting, resolve({})], resolve({ trust: { roots: ['own'] } })).trust.roots
    }
    expect(rootsOf()).toEqual(['own'])
    expect(rootsOf(['a', 'b'])).toEqual(['a', 'b'])
    expect(rootsOf(['a', 'b', 'c'], ['b', 'c'], ['c', 'd'])).toEqual(['c'])
    expect(rootsOf('mds', 'mds')).toBe('mds')
    expect(rootsOf('mds', { mds: true, certificates: ['a'] })).toBe('mds')
    expect(rootsOf({ mds: true, certificates: ['a', 'b'] }, { mds: true, certificates: ['b'] })).toEqual({
      mds: true,
      certificates: ['b'],
    })
    expect(rootsOf({ mds: true, certificates: ['a'] }, ['a'])).toEqual(['a'])
    expect(rootsOf('mds', ['a'])).toEqual([])
    expect(rootsOf(['a'], 'mds')).toEqual([])
  })

  test('the environment is as it stands where there is none, and every part of the result is frozen', () => {
    const environment = resolve({ hints: ['hybrid'] })
    expect(strictestPolicy([], environment)).toBe(environment)
    const { authenticators, trust, hints } = strictestPolicy(
      [list('accept', one, two), list('accept', two)],
      environment,
    )
    expect(hints).toEqual(['hybrid'])
    for (const part of [authenticators, authenticators.allow, authenticators.deny, trust, trust.roots, hints]) {
      expect(Object.isFrozen(part)).toBe(true)
    }
  })
})

import { describe, expect, test } from 'vitest'
import { partialPolicySchema } from '../../src/policy/check-policy.js'
import type { EffectivePolicy } from '../../src/policy/effective-policy.js'
import { describePolicy, fieldPlaces } from '../../src/policy/map-fields.js'
import { resolvePolicy, strictestPolicy } from '../../src/policy/resolve-policy.js'

const [one, two] = ['adce0002-35bc-c60a-648b-0b25f1f05503', '00000000-0000-0000-0000-000000000001']
const certificate = '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgI=\n-----END CERTIFICATE-----\n'

interface Row {
  readonly field: string
  readonly standard: unknown
  /** From lax to strict where the field has an order. */
  readonly takes: readonly unknown[]
  readonly refuses: readonly unknown[]
  readonly hasOrder: boolean
}

const choice = (field: string, standard: string, takes: readonly string[], hasOrder = true): Row => ({
  field,
  standard,
  takes,
  refuses: ['', 'other', true, null, takes],
  hasOrder,
})
const yesOrNo = (field: string, standard: boolean, takes: readonly boolean[], hasOrder = true): Row => ({
  field,
  standard,
  takes,
  refuses: ['true', 0, null],
  hasOrder,
})
const recent = (field: string, standard: unknown): Row => ({
  field,
  standard,
  takes: ['none', 86_400, 300, 1],
  refuses: [0, 86_401, 0.5, '300', null, 'never'],
  hasOrder: true,
})

const verification = ['discouraged', 'preferred', 'required']
const methods = ['password', 'username', 'phone-otp', 'email-otp', 'magic-link']

const rows: readonly Row[] = [
  choice('mode', 'off', ['off', 'optional', 'mandatory']),
  choice('flow', 'both', ['smart', 'classic', 'both'], false),
  choice('use', 'both', ['first-factor', 'second-factor', 'both'], false),
  yesOrNo('preferred', false, [true, false], false),
  yesOrNo('signUp', false, [true, false]),
  choice('signInUi', 'both', ['button', 'autofill', 'both'], false),
  choice('userVerification.enroll', 'required', verification),
  choice('userVerification.signIn', 'required', verification),
  choice('satisfiesMfa', 'when-user-verified', ['when-user-verified', 'when-attested', 'never']),
  choice('attestation', 'none', ['none', 'indirect', 'direct', 'enterprise']),
  yesOrNo('trust.require', false, [false, true]),
  {
    field: 'trust.roots',
    standard: [],
    takes: ['mds', [], [certificate], [certificate.trim()], [certificate.replaceAll('\n', '\r\n')]],
    refuses: [
      'any',
      certificate,
      [certificate, certificate],
      [`x${certificate}`],
      [`${certificate}x`],
      [certificate.replace('\n', '')],
      [certificate.replace('MII', 'ABC')],
      [certificate.replaceAll('CERTIFICATE', 'KEY')],
      [certificate.replace('gI=', 'g*=')],
      [7],
      null,
    ],
    hasOrder: false,
  },
  {
    field: 'authenticators.allow',
    standard: 'any',
    takes: ['any', [one, two], [one], []],
    refuses: ['none', one, [one, one], [one.toUpperCase()], [`${one} `], [` ${one}`], [one.slice(1)], [7], null],
    hasOrder: true,
  },
  {
    field: 'authenticators.deny',
    standard: [],
    takes: [[], [one], [one, two]],
    refuses: ['any', one, [one, one], ['any'], null],
    hasOrder: true,
  },
  choice('authenticators.unknown', 'allow', ['allow', 'deny']),
  choice('authenticators.unproven', 'refuse', ['accept', 'refuse']),
  choice('authenticators.at', 'enroll', ['enroll', 'enroll-and-sign-in']),
  yesOrNo('kinds.synced', true, [true, false]),
  yesOrNo('kinds.deviceBound', true, [true, false]),
  choice('attachment', 'any', ['any', 'platform', 'cross-platform'], false),
  {
    field: 'hints',
    standard: [],
    takes: [[], ['security-key'], ['client-device', 'hybrid', 'security-key']],
    refuses: ['hybrid', ['hybrid', 'hybrid'], ['phone'], null],
    hasOrder: false,
  },
  {
    field: 'algorithms',
    standard: [-8, -7, -257],
    takes: [[-7], [-257, -8], [-48, -49, -50], [-53, -19, -9, -35, -51, -36, -52, -47, -258, -259, -37, -38, -39]],
    refuses: [[], [-65_535], [-7, -7], [0], [-7.5], ['-7'], -7, null],
    hasOrder: false,
  },
  { field: 'limit', standard: 10, takes: [100, 10, 1], refuses: [0, 101, 1.5, '10', null], hasOrder: true },
  choice('removeLast', 'if-other-method', ['allow', 'if-other-method', 'never']),
  recent('recentAuthentication.enroll', 300),
  recent('recentAuthentication.remove', 300),
  recent('recentAuthentication.recoveryCodes', 300),
  recent('recentAuthentication.rename', 'none'),
  choice('enrollWith', 'recent', ['recent', 'strongest']),
  choice('verifyBeforeEnroll', 'none', ['none', 'otp']),
  {
    field: 'newPasskeyCooldown',
    standard: 0,
    takes: [0, 86_400, 2_592_000],
    refuses: [-1, 2_592_001, 1.5, '300', null],
    hasOrder: true,
  },
  choice('firstPasskey', 'session', ['session', 'verified']),
  choice('recovery', 'code', ['code', 'code-and-otp', 'off']),
  {
    field: 'rollout.from',
    standard: 'at-once',
    takes: [1_800_000_000_000, 0, 'at-once'],
    refuses: ['2027-01-01', -1, 1.5, Number.NaN, true, null],
    hasOrder: true,
  },
  {
    field: 'rollout.graceDays',
    standard: 0,
    takes: [365, 30, 0],
    refuses: [-1, 366, 1.5, '7', null],
    hasOrder: true,
  },
  {
    field: 'rollout.lateDays',
    standard: 90,
    takes: [3650, 90, 0],
    refuses: [-1, 3651, 1.5, '7', null],
    hasOrder: true,
  },
  {
    field: 'rollout.remindEvery',
    standard: 'always',
    takes: ['once', 'always', { days: 1 }, { days: 3650 }],
    refuses: ['never', 14, { days: 0 }, null],
    hasOrder: false,
  },
  {
    field: 'rollout.exempt',
    standard: [],
    takes: [
      [
        { groupId: 'ada', until: 8 },
        { userId: 'ada', until: 9 },
      ],
      [{ userId: 'ada', until: 8 }],
      [],
    ],
    refuses: [
      {},
      ['ada'],
      [{ userId: 'ada' }],
      [{ userId: '', until: 1 }],
      [{ userId: 'ada', groupId: 'x', until: 1 }],
      [{ userId: 'ada', until: '2027' }],
      [
        { userId: 'ada', until: 1 },
        { userId: 'ada', until: 2 },
      ],
      null,
    ],
    hasOrder: true,
  },
  yesOrNo('rollout.paused', false, [true, false]),
  {
    field: 'prompt.after',
    standard: methods,
    takes: [[], methods, methods.toReversed()],
    refuses: ['password', ['password', 'password'], ['social'], null],
    hasOrder: false,
  },
  {
    field: 'prompt.on',
    standard: ['sign-in', 'sign-up'],
    takes: [[], ['sign-up'], ['sign-up', 'sign-in']],
    refuses: ['sign-in', ['sign-in', 'sign-in'], ['enroll'], null],
    hasOrder: false,
  },
  {
    field: 'prompt.every',
    standard: { days: 14 },
    takes: ['once', 'always', { days: 1 }, { days: 3650 }],
    refuses: ['never', 14, {}, { days: 0 }, { days: 3651 }, { days: 1.5 }, { days: '1' }, { days: 1, hours: 1 }, null],
    hasOrder: false,
  },
  yesOrNo('prompt.never', false, [true, false]),
  yesOrNo('prompt.local', true, [true, false], false),
  yesOrNo('prompt.upgrade', true, [true, false], false),
  yesOrNo('prompt.automatic', false, [true, false]),
  choice('unsupportedDevice', 'blocked', ['let-through', 'blocked']),
  choice('password', 'allowed', ['allowed', 'refused-once-enrolled']),
  choice('signCount', 'by-kind', ['ignore', 'flag', 'by-kind', 'reject', 'suspend']),
  choice('backupEligibilityChange', 'flag', ['accept', 'flag', 'reject']),
  {
    field: 'ceremonySeconds',
    standard: 300,
    takes: [600, 300, 30],
    refuses: [29, 601, 30.5, '30', null],
    hasOrder: true,
  },
  choice('enumeration', 'decoys', ['decoys', 'usernameless-only']),
]

/** A policy that states one value. */
function stating(field: string, value: unknown): object {
  return field.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object
}

const takes = (field: string, value: unknown) => partialPolicySchema.safeParse(stating(field, value)).success
const read = (field: string, policy: EffectivePolicy) =>
  fieldPlaces()
    .find((it) => it.field === field)
    ?.read(policy)

test('every field of the policy is in this table, in its order', () => {
  expect(describePolicy().map(({ field }) => field)).toEqual(rows.map(({ field }) => field))
})

describe.each(rows)('$field', ({ field, standard, takes: values, refuses, hasOrder }) => {
  test('has its default', () => {
    expect(read(field, resolvePolicy([]).policy)).toEqual(standard)
    expect(describePolicy().find((it) => it.field === field)?.default).toEqual(standard)
  })

  test('takes what it may be, and nothing else', () => {
    for (const value of values) expect(takes(field, value), JSON.stringify(value)).toBe(true)
    for (const value of refuses) expect(takes(field, value), JSON.stringify(value)).toBe(false)
  })

  test(
    hasOrder ? 'is as strict as the strictest organization' : 'is the environment’s, whatever organizations say',
    () => {
      const { policy: standardPolicy } = resolvePolicy([])
      const { row } = fieldPlaces().find((it) => it.field === field) ?? {}
      expect(row?.stricter !== undefined).toBe(hasOrder)
      values.forEach((lax, at) => {
        for (const strict of values.slice(at)) {
          expect(row?.stricter?.(lax, strict)).toEqual(hasOrder ? strict : undefined)
          expect(row?.stricter?.(strict, lax)).toEqual(hasOrder ? strict : undefined)
        }
      })
      expect(read(field, strictestPolicy([standardPolicy], standardPolicy))).toEqual(standard)
    },
  )
})

test('what a page and a manual show of a field is its range', () => {
  const ranges = Object.fromEntries(describePolicy().map(({ field, range }) => [field, range]))
  const choiceOf = (values: readonly string[], strictest?: string) =>
    strictest === undefined ? { kind: 'choice', values } : { kind: 'choice', values, strictest }
  expect(ranges).toMatchObject({
    mode: choiceOf(['off', 'optional', 'mandatory'], 'mandatory'),
    satisfiesMfa: choiceOf(['when-user-verified', 'when-attested', 'never'], 'never'),
    signUp: { kind: 'switch', strictest: false },
    'trust.require': { kind: 'switch', strictest: true },
    'trust.roots': { kind: 'list-or-word', word: 'mds', of: 'certificate' },
    'authenticators.allow': { kind: 'list-or-word', word: 'any', of: 'aaguid', strictest: 'fewer' },
    'authenticators.deny': { kind: 'list', of: 'aaguid', strictest: 'more' },
    hints: { kind: 'list', of: ['security-key', 'client-device', 'hybrid'] },
    algorithms: { kind: 'list', of: expect.arrayContaining([-8, -7, -257]) },
    limit: { kind: 'number', least: 1, most: 100, strictest: 'least' },
    'recentAuthentication.rename': { kind: 'recency', least: 1, most: 86_400, strictest: 'least' },
    'prompt.after': { kind: 'list', of: methods },
    'prompt.every': { kind: 'cadence', values: ['once', 'always'], mostDays: 3650 },
    ceremonySeconds: { kind: 'number', least: 30, most: 600, strictest: 'least' },
  })
  expect(ranges.flow).toEqual(choiceOf(['smart', 'classic', 'both']))
  expect(ranges.preferred).toEqual({ kind: 'switch' })
})

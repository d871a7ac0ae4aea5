import { z } from 'zod'
import { algorithms } from '../algorithms.js'
import type { EffectivePolicy } from './effective-policy.js'

/** One row of the policy table: what a field may be, what it is when nobody says, and which of two values is stricter. */
export interface PolicyField<Value> {
  readonly values: z.ZodType<Value>
  readonly default: Value
  /** The stricter of two values; `undefined` for a field without an order, which the environment decides. */
  readonly stricter?: (left: Value, right: Value) => Value
}

/** The table has the shape of the policy, with a row where the policy has a value. */
export type PolicyFields<Policy> = {
  readonly [Field in keyof Policy]: PolicyField<Policy[Field]> | PolicyFields<Policy[Field]>
}

/** One of a closed set that runs from lax to strict. */
function ordered<const Values extends readonly [string, ...string[]]>(
  laxToStrict: Values,
  standard: Values[number],
): PolicyField<Values[number]> {
  const rank = (value: Values[number]): number => laxToStrict.indexOf(value)
  const stricter = (left: Values[number], right: Values[number]) => (rank(left) < rank(right) ? right : left)
  return { values: z.enum(laxToStrict), default: standard, stricter }
}

/** One of a closed set without an order. */
function unordered<const Values extends readonly [string, ...string[]]>(
  values: Values,
  standard: Values[number],
): PolicyField<Values[number]> {
  return { values: z.enum(values), default: standard }
}

/** A whole number within bounds, where less is stricter. */
function atMost(smallest: number, largest: number, standard: number): PolicyField<number> {
  return { values: z.int().min(smallest).max(largest), default: standard, stricter: Math.min }
}

/** Seconds since the last sign-in, where less is stricter and `none` is laxest. */
function recency(standard: number | 'none'): PolicyField<number | 'none'> {
  const rank = (value: number | 'none'): number => (value === 'none' ? Number.POSITIVE_INFINITY : value)
  return {
    values: z.union([z.int().min(1).max(86_400), z.literal('none')]),
    default: standard,
    stricter: (left, right) => (rank(left) < rank(right) ? left : right),
  }
}

const verification = ['discouraged', 'preferred', 'required'] as const
const promptMethods = ['password', 'username', 'phone-otp', 'email-otp', 'magic-link'] as const

const distinct = <Value>(values: readonly Value[]): boolean => new Set(values).size === values.length

/**
 * Every field of the policy. Validation, defaults, resolution and strictness all read this table.
 */
export const policyFields = {
  mode: unordered(['off', 'optional', 'mandatory'], 'off'),
  flow: unordered(['smart', 'classic', 'both'], 'both'),
  signInUi: unordered(['button', 'autofill', 'both'], 'both'),
  userVerification: {
    enroll: ordered(verification, 'required'),
    signIn: ordered(verification, 'required'),
  },
  satisfiesMfa: ordered(['when-user-verified', 'when-attested', 'never'], 'when-user-verified'),
  algorithms: {
    values: z
      .array(z.int().refine((algorithm) => algorithms.has(algorithm), 'an algorithm that can be verified here'))
      .min(1)
      .refine(distinct, 'each algorithm once'),
    default: [-8, -7, -257],
  },
  limit: atMost(1, 100, 10),
  removeLast: ordered(['allow', 'if-another-way-in', 'never'], 'if-another-way-in'),
  recentAuthentication: {
    enroll: recency(300),
    remove: recency(300),
    rename: recency('none'),
  },
  prompt: {
    after: { values: z.array(z.enum(promptMethods)).refine(distinct, 'each method once'), default: [...promptMethods] },
    on: {
      values: z.array(z.enum(['sign-in', 'sign-up'])).refine(distinct, 'each occasion once'),
      default: ['sign-in', 'sign-up'],
    },
    every: {
      values: z.union([z.enum(['once', 'always']), z.strictObject({ days: z.int().min(1).max(3650) })]),
      default: { days: 14 },
    },
    never: { values: z.boolean(), default: false, stricter: (left, right) => left && right },
  },
  signCount: ordered(['ignore', 'flag', 'by-kind', 'reject', 'suspend'], 'by-kind'),
  backupEligibilityChange: ordered(['accept', 'flag', 'reject'], 'flag'),
  ceremonySeconds: atMost(30, 600, 300),
} as const satisfies PolicyFields<EffectivePolicy>

/** Whether an entry of the table is a row, or a group of rows. */
export function isField(entry: object): entry is PolicyField<unknown> {
  return 'default' in entry
}

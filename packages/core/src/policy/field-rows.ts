import * as z from 'zod'
import type { PolicyOverride, TrustRoots } from './effective-policy.js'

/** One row of the policy table: the values a field takes, its default, and which of two values is stricter. */
export interface PolicyField<Value> {
  readonly values: z.ZodType<Value>
  readonly default: Value
  /** The stricter of two values. Absent for a field without an order; the environment decides those. */
  readonly stricter?: (left: Value, right: Value) => Value
  /** What an organization may do with the environment's value, unless the app states otherwise. */
  readonly override: PolicyOverride
  /** The same in a form that an admin page and a manual can show. */
  readonly range: FieldRange
}

/** The values a field takes, for display. Without `strictest` the field has no order. */
export type FieldRange =
  | { readonly kind: 'choice'; readonly values: readonly string[]; readonly strictest?: string }
  | { readonly kind: 'switch'; readonly strictest?: boolean }
  | { readonly kind: 'number'; readonly least: number; readonly most: number; readonly strictest: 'least' | 'most' }
  | { readonly kind: 'recency'; readonly least: number; readonly most: number; readonly strictest: 'least' }
  | { readonly kind: 'instant'; readonly word: string; readonly strictest: 'least' }
  | { readonly kind: 'cadence'; readonly values: readonly string[]; readonly mostDays: number }
  | {
      readonly kind: 'list'
      readonly of: readonly (string | number)[] | ListedKind
      readonly strictest?: 'fewer' | 'more'
    }
  | { readonly kind: 'list-or-word'; readonly word: string; readonly of: ListedKind; readonly strictest?: 'fewer' }

/** The item type of a list without a closed set of values. */
export type ListedKind = 'aaguid' | 'certificate' | 'exemption'

/** A field with an order that an organization may loosen by default. */
export function loosenable<Value>(field: PolicyField<Value>): PolicyField<Value> {
  return { ...field, override: 'any' }
}

/** One of a closed set, ordered from lax to strict. */
export function ordered<const Values extends readonly [string, ...string[]]>(
  laxToStrict: Values,
  standard: Values[number],
): PolicyField<Values[number]> {
  const rank = (value: Values[number]): number => laxToStrict.indexOf(value)
  return {
    ...unordered(laxToStrict, standard),
    stricter: (left, right) => (rank(left) < rank(right) ? right : left),
    override: 'tighten',
    range: { kind: 'choice', values: laxToStrict, strictest: laxToStrict.at(-1) ?? standard },
  }
}

/** One of a closed set without an order. */
export function unordered<const Values extends readonly [string, ...string[]]>(
  values: Values,
  standard: Values[number],
): PolicyField<Values[number]> {
  return { values: z.enum(values), default: standard, override: 'any', range: { kind: 'choice', values } }
}

/** A boolean with one stricter value. */
export function orderedSwitch(standard: boolean, strictest: boolean): PolicyField<boolean> {
  const stricter = (left: boolean, right: boolean) => (left === strictest ? left : right)
  return {
    values: z.boolean(),
    default: standard,
    stricter,
    override: 'tighten',
    range: { kind: 'switch', strictest },
  }
}

/** A boolean without an order. */
export function unorderedSwitch(standard: boolean): PolicyField<boolean> {
  return { values: z.boolean(), default: standard, override: 'any', range: { kind: 'switch' } }
}

/** A whole number within bounds. Less is stricter. */
export function atMost(least: number, most: number, standard: number): PolicyField<number> {
  return {
    values: z.int().min(least).max(most),
    default: standard,
    stricter: Math.min,
    override: 'tighten',
    range: { kind: 'number', least, most, strictest: 'least' },
  }
}

/** A whole number within bounds. More is stricter. */
export function atLeast(least: number, most: number, standard: number): PolicyField<number> {
  return {
    ...atMost(least, most, standard),
    stricter: Math.max,
    range: { kind: 'number', least, most, strictest: 'most' },
  }
}

/** Seconds since the last sign-in, one day at most. Less is stricter; `none` is the least strict value. */
export function recency(standard: number | 'none'): PolicyField<number | 'none'> {
  const [least, most] = [1, 86_400]
  const rank = (value: number | 'none'): number => (value === 'none' ? Number.POSITIVE_INFINITY : value)
  return {
    values: z.union(
      [z.int().min(least).max(most), z.literal('none')],
      `must be ${least} to ${most} seconds, or 'none'`,
    ),
    default: standard,
    stricter: (left, right) => (rank(left) < rank(right) ? left : right),
    override: 'tighten',
    range: { kind: 'recency', least, most, strictest: 'least' },
  }
}

export type Cadence = 'once' | 'always' | { readonly days: number }

/** How often a prompt repeats. */
export function cadence(standard: Cadence): PolicyField<Cadence> {
  const [words, mostDays] = [['once', 'always'] as const, 3650]
  const cadences = `'once', 'always' or { days } with 1 to ${mostDays}`
  return {
    values: z.union([z.enum(words), z.strictObject({ days: z.int().min(1).max(mostDays) })], {
      error: ({ input }) => (/^\d{1,4}$/.test(String(input)) ? `write { days: ${input} }` : `must be ${cadences}`),
    }),
    default: standard,
    override: 'any',
    range: { kind: 'cadence', values: words, mostDays },
  }
}

/** Values of a closed set, each at most once. The order matters. */
export function someOf<const Value extends string>(
  values: readonly [Value, ...Value[]],
  standard: readonly Value[],
): PolicyField<readonly Value[]> {
  return {
    values: eachOnce(z.enum(values)),
    default: standard,
    override: 'any',
    range: { kind: 'list', of: values },
  }
}

/** Numbers of a closed set, at least one, each at most once, the preferred one first. */
export function someNumbersOf(known: readonly number[], standard: readonly number[]): PolicyField<readonly number[]> {
  const number = z.int().refine((value) => known.includes(value), 'one of the COSE numbers that can be offered')
  return {
    values: eachOnce(number).refine((values) => values.length > 0, 'at least one'),
    default: standard,
    override: 'any',
    range: { kind: 'list', of: known },
  }
}

const aaguid = z
  .string()
  .regex(
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    'an AAGUID in lower case, such as adce0002-35bc-c60a-648b-0b25f1f05503',
  )

/** Allowed authenticator models. The intersection of two layers is stricter. */
export function allowedModels(): PolicyField<readonly string[] | 'any'> {
  return {
    values: z.union(
      [z.literal('any'), eachOnce(aaguid)],
      "must be 'any' or an array of AAGUIDs in lower case, such as ['adce0002-35bc-c60a-648b-0b25f1f05503']",
    ),
    default: 'any',
    stricter: (left, right) => {
      if (left === 'any') return right
      return right === 'any' ? left : Object.freeze(left.filter((model) => right.includes(model)))
    },
    override: 'tighten',
    range: { kind: 'list-or-word', word: 'any', of: 'aaguid', strictest: 'fewer' },
  }
}

/** Denied authenticator models. The union of two layers is stricter. */
export function refusedModels(): PolicyField<readonly string[]> {
  return {
    values: eachOnce(aaguid),
    default: [],
    stricter: (left, right) => Object.freeze([...new Set([...left, ...right])]),
    override: 'tighten',
    range: { kind: 'list', of: 'aaguid', strictest: 'more' },
  }
}

/** Certificates that attestation must lead to, as PEM, or the FIDO Metadata Service, or both. */
export function trustRoots(): PolicyField<readonly string[] | 'mds' | TrustRoots> {
  const certificate = z
    .string()
    .regex(/^-----BEGIN CERTIFICATE-----\s+MII[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/, 'a certificate as PEM')
  return {
    values: z.union(
      [
        z.literal('mds'),
        eachOnce(certificate),
        z.strictObject({ mds: z.boolean(), certificates: eachOnce(certificate) }),
      ],
      "must be 'mds', an array of certificates as PEM, or { mds, certificates }",
    ),
    default: [],
    // Where the environment requires trust, an organization may leave roots out.
    override: 'tighten',
    range: { kind: 'list-or-word', word: 'mds', of: 'certificate' },
  }
}

function eachOnce<Value>(value: z.ZodType<Value>): z.ZodType<readonly Value[]> {
  return z.array(value).refine((values) => new Set(values).size === values.length, 'each only once')
}

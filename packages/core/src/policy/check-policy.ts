import { closestName, type FieldIssue } from '@latchkey/wire'
import * as z from 'zod'
import { describeProblem, shapeOf } from './describe-problem.js'
import type { EffectivePolicy, PartialPolicy, PolicyOverrides } from './effective-policy.js'
import { floorIssues, isAboveEnvironment } from './floors.js'
import { trustRootsOf } from './policy-checks.js'
import { isField, policyFields } from './policy-fields.js'
import { policyIssues } from './policy-rules.js'
import { type LayeredPolicy, normalizedPolicy, resolvePolicy } from './resolve-policy.js'

/** A valid layer, or its issues. */
export type CheckedPolicy = { readonly policy: PartialPolicy } | { readonly issues: readonly FieldIssue[] }

export interface PolicyBounds {
  /** The maximum number of passkeys per user. No policy may exceed it. */
  readonly maxCredentials: number
  /** What the layers above the environment may do with each of its values. Default: that of the table. */
  readonly override?: PolicyOverrides
  /** The source of authenticator metadata, if the app has one. */
  readonly metadata?: object | undefined
  /** The functions of the app that a policy may need. */
  readonly host?: { readonly sendCode?: unknown } | undefined
}

/**
 * Validates a proposed layer: each field, then the policy that would result.
 *
 * @param below The layers below it.
 */
export function checkPolicy(
  value: unknown,
  { layer, below }: { readonly layer: LayeredPolicy['layer']; readonly below: readonly LayeredPolicy[] },
  bounds: PolicyBounds,
): CheckedPolicy {
  const parsed = partialPolicySchema.safeParse(value, { error: describeProblem })
  if (!parsed.success) {
    return { issues: fieldIssues({ schema: partialPolicySchema, error: parsed.error, elsewhere: onlyInCode }) }
  }
  const above = resolvePolicy([...below, { layer, policy: parsed.data }])
  const floors = isAboveEnvironment(layer)
    ? floorIssues(parsed.data, { above, environment: normalizedPolicy(below, bounds) }, bounds.override)
    : []
  const issues = [...policyIssues(above.policy), ...floors, ...boundIssues(above.policy, bounds)]
  return issues.length > 0 ? { issues } : { policy: parsed.data }
}

const onlyInCode = { override: 'it into the policy of createPasskeys' }

/** What the app's configuration does not allow. */
function boundIssues(policy: EffectivePolicy, { maxCredentials, metadata, host }: PolicyBounds): readonly FieldIssue[] {
  const needsMetadata = trustRootsOf(policy.trust.roots).mds && metadata === undefined
  const needsSender = [
    ...(policy.verifyBeforeEnroll === 'otp' ? [{ path: 'verifyBeforeEnroll', value: 'otp' }] : []),
    ...(policy.firstPasskey === 'verified' ? [{ path: 'firstPasskey', value: 'verified' }] : []),
    ...(policy.recovery === 'code-and-otp' ? [{ path: 'recovery', value: 'code-and-otp' }] : []),
  ]
  return [
    ...(policy.limit > maxCredentials
      ? [{ path: 'limit', message: `maxCredentials allows ${maxCredentials} at most` }]
      : []),
    ...(needsMetadata
      ? [{ path: 'trust.roots', message: "'mds' needs the metadata; give it to createPasskeys, or name certificates" }]
      : []),
    ...(host?.sendCode === undefined ? needsSender : []).map(({ path, value }) => ({
      path,
      message: `'${value}' needs host.sendCode, which sends the code; give it to createPasskeys`,
    })),
  ]
}

type Tree = Readonly<Record<string, unknown>>

/** What a layer may contain: fields of the table, all optional, and no other names. */
export const partialPolicySchema: z.ZodType<PartialPolicy> = toSchema(
  policyFields,
) as unknown as z.ZodType<PartialPolicy>

function toSchema(fields: Tree): z.ZodType {
  const entries = Object.entries(fields) as [string, object][]
  const shape = entries.map(([name, entry]) => {
    const schema = isField(entry) ? entry.values : toSchema(entry as Tree)
    return [name, schema.optional()] as const
  })
  return z.strictObject(Object.fromEntries(shape))
}

export interface FieldIssuesInput {
  readonly schema: z.ZodType
  readonly error: z.ZodError
  /** What to write instead of a name that belongs elsewhere, by its path. */
  readonly elsewhere?: Readonly<Record<string, string>>
}

/** The issues of a value, with the path of each. Every unknown name is its own issue. */
export function fieldIssues({ schema, error, elsewhere = {} }: FieldIssuesInput): readonly FieldIssue[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), message: issue.message }]
    const names = namesAt(schema, issue.path)
    return issue.keys.map((key) => {
      const path = [...issue.path, key].join('.')
      const place = Object.hasOwn(elsewhere, path) ? elsewhere[path] : undefined
      return { path, message: place ? `is not a known name; write ${place}` : unknownName(key, names) }
    })
  })
}

/** An issue as text, for the developer who reads a `TypeError`. */
export function describeIssue({ path, message }: FieldIssue): string {
  return path === '' ? message : `${path}: ${message}`
}

function unknownName(name: string, names: readonly string[]): string {
  const meant = closestName(name, names)
  return meant ? `is not a known name; did you mean ${meant}?` : `is not a known name; use ${names.join(', ')}`
}

/** The names that an object at this path may have. */
function namesAt(schema: unknown, [next, ...path]: readonly PropertyKey[]): readonly string[] {
  const shape = shapeOf(schema)
  if (next === undefined) return Object.keys(shape)
  return namesAt(shape[String(next)], path)
}

import type { FieldIssue } from '@latchkey/wire'
import * as z from 'zod'
import { describeProblem } from './describe-problem.js'
import type { PartialPolicy } from './effective-policy.js'
import { fieldIssues } from './field-issues.js'
import { trustRootsOf } from './policy-checks.js'
import { isField, policyFields } from './policy-fields.js'
import { policyIssues } from './policy-rules.js'
import { type LayeredPolicy, resolvePolicy } from './resolve-policy.js'

/** A valid layer, or its issues. */
export type CheckedPolicy = { readonly policy: PartialPolicy } | { readonly issues: readonly FieldIssue[] }

export interface PolicyBounds {
  /** The maximum number of passkeys per user. No policy may exceed it. */
  readonly maxCredentials: number
  /** The source of authenticator metadata, if the app has one. */
  readonly metadata?: object | undefined
}

/**
 * Validates a proposed layer: each field, then the policy that would result.
 *
 * @param below The layers below it.
 */
export function checkPolicy(
  value: unknown,
  { layer, below }: { readonly layer: LayeredPolicy['layer']; readonly below: readonly LayeredPolicy[] },
  { maxCredentials, metadata }: PolicyBounds,
): CheckedPolicy {
  const parsed = partialPolicySchema.safeParse(value, { error: describeProblem })
  if (!parsed.success) return { issues: fieldIssues({ schema: partialPolicySchema, error: parsed.error }) }
  const { policy } = resolvePolicy([...below, { layer, policy: parsed.data }])
  const tooMany =
    policy.limit > maxCredentials ? [{ path: 'limit', message: `maxCredentials allows ${maxCredentials} at most` }] : []
  const hasNone = trustRootsOf(policy.trust.roots).mds && metadata === undefined
  const unknown = hasNone
    ? [{ path: 'trust.roots', message: "'mds' needs the metadata; give it to createPasskeys, or name certificates" }]
    : []
  const issues = [...policyIssues(policy), ...tooMany, ...unknown]
  return issues.length > 0 ? { issues } : { policy: parsed.data }
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

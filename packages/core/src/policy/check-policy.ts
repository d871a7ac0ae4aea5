import type { FieldIssue } from '@latchkey/wire'
import * as z from 'zod'
import type { PartialPolicy } from './effective-policy.js'
import { fieldIssues } from './field-issues.js'
import { isField, policyFields } from './policy-fields.js'
import { policyIssues } from './policy-rules.js'
import { type LayeredPolicy, resolvePolicy } from './resolve-policy.js'

/** A layer that may be, or what is wrong with it. */
export type CheckedPolicy = { readonly policy: PartialPolicy } | { readonly issues: readonly FieldIssue[] }

export interface PolicyBounds {
  /** How many passkeys a user may have at most, whatever a policy says. */
  readonly maxCredentials: number
  /** Where the metadata of authenticators comes from; absent where the host has none. */
  readonly metadata?: object | undefined
}

/**
 * Judges what somebody wants to state in a layer: each field by itself, then the policy that would come of it.
 *
 * @param below The layers that it lies over.
 */
export function checkPolicy(
  value: unknown,
  { layer, below }: { readonly layer: LayeredPolicy['layer']; readonly below: readonly LayeredPolicy[] },
  { maxCredentials, metadata }: PolicyBounds,
): CheckedPolicy {
  const parsed = partialPolicySchema.safeParse(value)
  if (!parsed.success) return { issues: fieldIssues(partialPolicySchema, parsed.error) }
  const { policy } = resolvePolicy([...below, { layer, policy: parsed.data }])
  const tooMany =
    policy.limit > maxCredentials ? [{ path: 'limit', message: `maxCredentials allows ${maxCredentials} at most` }] : []
  const hasNone = policy.trust.roots === 'mds' && metadata === undefined
  const unknown = hasNone
    ? [{ path: 'trust.roots', message: "'mds' needs the metadata; give it to createPasskeys, or name certificates" }]
    : []
  const issues = [...policyIssues(policy), ...tooMany, ...unknown]
  return issues.length > 0 ? { issues } : { policy: parsed.data }
}

type Tree = Readonly<Record<string, unknown>>

/** What a layer may state: each field of the table or none of it, and nothing else. */
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

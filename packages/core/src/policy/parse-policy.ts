import { z } from 'zod'
import type { PartialPolicy } from './effective-policy.js'
import { isField, policyFields } from './policy-fields.js'

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

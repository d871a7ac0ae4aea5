import * as z from 'zod'
import type { RolloutExemption } from './effective-policy.js'
import type { PolicyField } from './field-rows.js'

/** Epoch milliseconds. Earlier is stricter, and `at-once` is the strictest. */
export function instantOrAtOnce(): PolicyField<number | 'at-once'> {
  const rank = (value: number | 'at-once'): number => (value === 'at-once' ? Number.NEGATIVE_INFINITY : value)
  return {
    values: z.union([z.int().min(0), z.literal('at-once')], "must be epoch milliseconds, or 'at-once'"),
    default: 'at-once',
    stricter: (left, right) => (rank(left) < rank(right) ? left : right),
    override: 'tighten',
    range: { kind: 'instant', word: 'at-once', strictest: 'least' },
  }
}

/** Users and groups, each at most once. Of two lists the stricter value has what both have, until the earlier time. */
export function exemptions(): PolicyField<readonly RolloutExemption[]> {
  const [id, until] = [z.string().min(1).max(255), z.int().min(0)]
  const entry = z.union(
    [z.strictObject({ userId: id, until }), z.strictObject({ groupId: id, until })],
    'must be { userId, until } or { groupId, until } with epoch milliseconds',
  )
  return {
    values: z
      .array(entry)
      .max(1000)
      .refine((list) => new Set(list.map(exemptOf)).size === list.length, 'each user and group at most once'),
    default: [],
    stricter: (left, right) =>
      Object.freeze(
        left
          .flatMap((entry) => {
            const other = right.find((it) => exemptOf(it) === exemptOf(entry))
            return other ? [entry.until < other.until ? entry : other] : []
          })
          .sort((one, other) => (exemptOf(one) < exemptOf(other) ? -1 : 1)),
      ),
    override: 'tighten',
    range: { kind: 'list', of: 'exemption', strictest: 'fewer' },
  }
}

function exemptOf(entry: RolloutExemption): string {
  return 'userId' in entry ? `user ${entry.userId}` : `group ${entry.groupId}`
}

import type { EffectivePolicy } from '../policy/effective-policy.js'

/** A user whom the policy asks for a passkey. */
export interface RolloutUser {
  readonly userId: string
  readonly groups: readonly string[]
  /** The time that was written for the user, if any. */
  readonly graceUntil?: number | undefined
}

/** What the policy asks of a user without a passkey. */
export type Demand =
  | { readonly kind: 'optional' }
  /** Required later. `isNew`: the time was not written yet. */
  | { readonly kind: 'grace'; readonly until: number; readonly isNew: boolean }
  | { readonly kind: 'required' }

const dayMs = 86_400_000

/**
 * What a mandatory policy asks of this user now. A written time of grace is never written again; whatever was written,
 * every user needs a passkey `lateDays` after `from`. Pure: the same input gives the same result.
 */
export function demandOf({ rollout }: EffectivePolicy, user: RolloutUser, now: number): Demand {
  const { from, graceDays, lateDays, paused } = rollout
  if (paused || isExempt(rollout, user, now)) return { kind: 'optional' }
  if (from === 'at-once') return { kind: 'required' }
  if (now < from) return { kind: 'optional' }
  const until = Math.min(user.graceUntil ?? now + graceDays * dayMs, from + lateDays * dayMs)
  return now < until ? { kind: 'grace', until, isNew: user.graceUntil === undefined } : { kind: 'required' }
}

/** Whether the rollout is over: `lateDays` have passed since `from`, and this user is not exempt. */
export function isLate({ mode, rollout }: EffectivePolicy, user: RolloutUser, now: number): boolean {
  const { from, lateDays, paused } = rollout
  if (mode !== 'mandatory' || from === 'at-once' || paused) return false
  return now >= from + lateDays * dayMs && !isExempt(rollout, user, now)
}

function isExempt({ exempt }: EffectivePolicy['rollout'], { userId, groups }: RolloutUser, now: number): boolean {
  return exempt.some(
    (entry) => now < entry.until && ('userId' in entry ? entry.userId === userId : groups.includes(entry.groupId)),
  )
}

import { checkAnswers } from './check-answers.js'
import { checkCeremonies } from './check-ceremonies.js'
import { checkCounts } from './check-counts.js'
import { checkAllDelivered, checkOrder, checkSettled } from './check-delivery.js'
import { checkEvents, checkSpent } from './check-events.js'
import { checkNothingLost, checkNothingMore, checkSignIns } from './check-passkeys.js'
import { checkPolicies } from './check-policies.js'
import type { Check, Evidence } from './evidence.js'

export type CheckName =
  | 'nothing lost'
  | 'nothing more'
  | 'sign-ins counted'
  | 'counts as rows'
  | 'events as changes'
  | 'spent as effects'
  | 'one success per ceremony'
  | 'policies without gaps'
  | 'only expected answers'
  | 'settled means delivered'
  | 'delivered in order'
  | 'everything delivered'

interface NamedCheck {
  readonly name: CheckName
  readonly check: Check
}

/** Invariants at every instant, also while processes work. */
const always: readonly NamedCheck[] = [
  { name: 'nothing lost', check: checkNothingLost },
  { name: 'nothing more', check: checkNothingMore },
  { name: 'sign-ins counted', check: checkSignIns },
  { name: 'counts as rows', check: checkCounts },
  { name: 'events as changes', check: checkEvents },
  { name: 'spent as effects', check: checkSpent },
  { name: 'one success per ceremony', check: checkCeremonies },
  { name: 'policies without gaps', check: checkPolicies },
  { name: 'only expected answers', check: checkAnswers },
  { name: 'settled means delivered', check: checkSettled },
  { name: 'delivered in order', check: checkOrder },
]

/** Invariants after the load has ended and all events could be delivered. */
export const atTheEnd: readonly NamedCheck[] = [...always, { name: 'everything delivered', check: checkAllDelivered }]

export interface Violation {
  readonly check: CheckName
  readonly what: string
}

export function findViolations(evidence: Evidence): readonly Violation[] {
  return runAll(always, evidence)
}

export function findFinalViolations(evidence: Evidence): readonly Violation[] {
  return runAll(atTheEnd, evidence)
}

function runAll(checks: readonly NamedCheck[], evidence: Evidence): readonly Violation[] {
  return checks.flatMap(({ name, check }) => check(evidence).map((what) => ({ check: name, what })))
}

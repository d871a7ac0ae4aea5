import type { FieldIssue } from '@latchkey/wire'
import type { EffectivePolicy, PartialPolicy } from './effective-policy.js'

/** One rule between fields. */
interface PolicyRule {
  /** The field that the issue is about. */
  readonly field: string
  /** What to write instead, said where the rule does not hold. */
  readonly instead: string
  /** What makes it hold where layers have come to contradict each other; absent where nothing laxer would do. */
  readonly implied?: PartialPolicy
  holds(policy: EffectivePolicy): boolean
}

/** What no single field can say. A policy that a layer would make must keep every rule. */
const policyRules: readonly PolicyRule[] = [
  {
    field: 'authenticators.allow',
    instead: "an AAGUID is a claim without attestation; set trust.require, or unproven: 'accept' to believe claims",
    // A list that believes claims still refuses more than the list of everything that lies below it.
    implied: { authenticators: { unproven: 'accept' } },
    holds: ({ authenticators, trust }) =>
      authenticators.allow === 'any' || trust.require || authenticators.unproven === 'accept',
  },
  {
    field: 'trust.require',
    instead: "nothing can be proven with attestation: 'none'; ask for 'direct'",
    // The least that will do: more of it would be less once another organisation asks for something itself.
    implied: { attestation: 'indirect' },
    holds: ({ trust, attestation }) => !trust.require || attestation !== 'none',
  },
  {
    field: 'kinds',
    instead: 'allow synced or device-bound passkeys, or both',
    holds: ({ kinds }) => kinds.synced || kinds.deviceBound,
  },
  {
    field: 'enumeration',
    instead:
      "the classic flow needs the user name that 'usernameless-only' does not look up; use flow 'smart' or 'both'",
    implied: { flow: 'smart' },
    holds: ({ enumeration, flow }) => enumeration === 'decoys' || flow !== 'classic',
  },
  {
    field: 'verifyBeforeEnroll',
    instead: "codes are not available in this version; leave it 'none'",
    implied: { verifyBeforeEnroll: 'none' },
    holds: ({ verifyBeforeEnroll }) => verifyBeforeEnroll === 'none',
  },
]

/** What is wrong with the policy as a whole: an issue for each rule that does not hold. */
export function policyIssues(policy: EffectivePolicy): readonly FieldIssue[] {
  return policyRules
    .filter(({ holds }) => !holds(policy))
    .map(({ field, instead }) => ({ path: field, message: instead }))
}

/** What keeps the rules of a policy whose layers contradict each other; nothing, where all hold. */
export function impliedBy(policy: EffectivePolicy): readonly PartialPolicy[] {
  return policyRules.flatMap(({ holds, implied }) => (implied && !holds(policy) ? [implied] : []))
}

import type { FieldIssue } from '@latchkey/wire'
import type { EffectivePolicy, PartialPolicy } from './effective-policy.js'

/** One rule between fields. */
interface PolicyRule {
  /** The field that the issue names. */
  readonly field: string
  /** The message of the issue: what to write instead. */
  readonly instead: string
  /** Repairs the policy when stored layers contradict each other. Absent if nothing less strict would help. */
  readonly implied?: PartialPolicy
  holds(policy: EffectivePolicy): boolean
}

/** Rules between fields. Every resulting policy must satisfy all of them. */
const policyRules: readonly PolicyRule[] = [
  {
    field: 'authenticators.allow',
    instead: "an AAGUID is a claim without attestation; set trust.require, or unproven: 'accept' to believe claims",
    // A list that accepts unproven AAGUIDs still refuses more than no list at all.
    implied: { authenticators: { unproven: 'accept' } },
    holds: ({ authenticators, trust }) =>
      authenticators.allow === 'any' || trust.require || authenticators.unproven === 'accept',
  },
  {
    field: 'trust.require',
    instead: "nothing can be proven with attestation: 'none'; ask for 'direct'",
    // The least strict value that works. A stricter one could override what an organization asks for itself.
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
]

/** The issues of the policy as a whole: one for each broken rule. */
export function policyIssues(policy: EffectivePolicy): readonly FieldIssue[] {
  return policyRules
    .filter(({ holds }) => !holds(policy))
    .map(({ field, instead }) => ({ path: field, message: instead }))
}

/** The repairs for a policy whose layers contradict each other. Empty if all rules hold. */
export function impliedBy(policy: EffectivePolicy): readonly PartialPolicy[] {
  return policyRules.flatMap(({ holds, implied }) => (implied && !holds(policy) ? [implied] : []))
}

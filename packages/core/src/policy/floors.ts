import type { FieldIssue } from '@latchkey/wire'
import * as z from 'zod'
import type {
  EffectivePolicy,
  PartialOverrides,
  PartialPolicy,
  PolicyOverride,
  PolicyOverrides,
  PolicyProvenance,
} from './effective-policy.js'
import { fieldPlaces, isSameValue, mapFields } from './map-fields.js'
import { commonRoots } from './policy-checks.js'
import { isField, policyFields } from './policy-fields.js'
import type { ResolvedPolicy } from './resolve-policy.js'

/** What an app may state: fields of the table, all optional, and no other names. */
export const overridesSchema = toSchema(policyFields) as z.ZodType<PartialOverrides>

function toSchema(fields: object): z.ZodType {
  const entries = Object.entries(fields).map(([name, entry]: [string, object]) => {
    const schema = isField(entry)
      ? overrideOf(entry.override === 'tighten' || entry.stricter !== undefined)
      : toSchema(entry)
    return [name, schema.optional()] as const
  })
  return z.strictObject(Object.fromEntries(entries))
}

/** Only a field with an order can be tightened. */
function overrideOf(isOrdered: boolean): z.ZodType<PolicyOverride> {
  return isOrdered ? z.enum(['any', 'tighten', 'none']) : z.enum(['any', 'none'])
}

/** For every field what the app states, or the default of the table. */
export function resolveOverrides(stated: PartialOverrides = {}): PolicyOverrides {
  return mapFields<PolicyOverrides>(({ override }, place) => place(stated) ?? override)
}

let standard: PolicyOverrides | undefined

function standardOverrides(): PolicyOverrides {
  standard ??= resolveOverrides()
  return standard
}

interface Bounded {
  /** The environment's policy with a layer above it. */
  readonly above: ResolvedPolicy
  readonly environment: ResolvedPolicy
}

/**
 * The policy of a layer above the environment, where it loosens no value that it may only tighten, and replaces none
 * that it may not override.
 */
export function withinFloors({ above, environment }: Bounded, override = standardOverrides()): ResolvedPolicy {
  const bounded = mapFields<EffectivePolicy>(({ stricter }, place) => {
    const [own, floor, may] = [place(above.policy), place(environment.policy), place(override)]
    if (may === 'none') return isAboveEnvironment(place(above.from)) ? floor : own
    return may === 'tighten' && stricter ? stricter(floor, own) : own
  })
  const proven = withProof(bounded, environment, override)
  const policy = override.trust.roots === 'tighten' ? withCommonRoots(proven, { above, environment }) : proven
  const from = mapFields<PolicyProvenance>((_, place) => {
    const isFloor =
      isSameValue(place(policy), place(environment.policy)) && !isSameValue(place(policy), place(above.policy))
    return place(isFloor ? environment.from : above.from)
  })
  return Object.freeze({ policy, from })
}

/** A list that accepts no claims needs attestation: under an environment with such a list, trust stays required. */
function withProof(
  bounded: EffectivePolicy,
  { policy: { authenticators } }: ResolvedPolicy,
  override: PolicyOverrides,
): EffectivePolicy {
  const mayAccept = override.authenticators.unproven === 'any' || authenticators.unproven === 'accept'
  if (mayAccept || authenticators.allow === 'any' || bounded.authenticators.allow === 'any') return bounded
  return Object.freeze({ ...bounded, trust: Object.freeze({ ...bounded.trust, require: true }) })
}

/** Roots have an order only together with `trust.require`: what both trust, if both require trust. */
function withCommonRoots(bounded: EffectivePolicy, { above, environment }: Bounded): EffectivePolicy {
  const own = { ...bounded, trust: { ...bounded.trust, roots: above.policy.trust.roots } }
  const roots = commonRoots([environment.policy, own], bounded.trust.roots)
  return Object.freeze({ ...bounded, trust: Object.freeze({ ...bounded.trust, roots }) })
}

export function isAboveEnvironment(layer: unknown): boolean {
  return layer === 'organization' || layer === 'group'
}

/** The fields of a layer that the environment does not let it set so, each with both values. */
export function floorIssues(layer: PartialPolicy, bounded: Bounded, override = standardOverrides()): FieldIssue[] {
  const { policy } = withinFloors(bounded, override)
  return fieldPlaces()
    .filter(({ read }) => read(layer) !== undefined && !isSameValue(read(layer), read(policy)))
    .map(({ field, read }) => {
      const [value, floor] = [read(layer), read(bounded.environment.policy)]
      const set = `the environment sets ${JSON.stringify(floor)}`
      const message =
        read(override) === 'none' ? `${set}, and only the environment may` : `${set}; use that, or a stricter value`
      return { path: field, message, floor, value }
    })
}

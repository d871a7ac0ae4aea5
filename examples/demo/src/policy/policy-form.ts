import {
  type DescribedField,
  describePolicy,
  type PartialPolicy,
  type PolicyLayer,
  type StoredPolicy,
} from '@latchkey/core'
import { type Organization, organizations } from '../organizations.js'
import { passkeys } from '../passkeys.js'
import { type FieldInput, fromInput, readInput, toInput } from './field-input.js'
import { toPolicy, valueAt } from './policy-places.js'

/** The value without the edited layer, and the layer that it comes from. */
export interface Inherited {
  readonly value: unknown
  readonly layer: PolicyLayer
}

/** The form's values for one layer of the policy: stored or submitted. */
export interface PolicyForm {
  /** The organization of an override; undefined for the layer of all users. */
  readonly organization: Organization | undefined
  /** For an override: whether it applies. */
  readonly enabled: boolean
  /** The stored version that the form started from. */
  readonly version: number
  readonly inputs: ReadonlyMap<string, FieldInput>
}

export const fields: readonly DescribedField[] = describePolicy()

/** The stored layer. */
export function showStored(organization: Organization | undefined, stored: StoredPolicy): PolicyForm {
  const inputs = fields.map(({ field, range }) => [field, toInput(range, valueAt(stored.policy, field))] as const)
  // A new override is turned on.
  const enabled = stored.enabled || stored.version === 0
  return { organization, enabled, version: stored.version, inputs: new Map(inputs) }
}

/** The submitted layer. */
export function readPolicyForm(form: FormData): PolicyForm {
  const version = Number(form.get('version'))
  return {
    organization: organizations.find(String(form.get('organization'))),
    enabled: form.get('enabled') === 'on',
    version: Number.isSafeInteger(version) ? version : 0,
    inputs: new Map(fields.map(({ field }) => [field, readInput(form, field)])),
  }
}

/** The values that the form sets. The policy validates them on save. */
export function policyOf({ inputs }: PolicyForm): PartialPolicy {
  const values = fields.map(({ field, range }) => {
    const input = inputs.get(field)
    return [field, input && fromInput(range, input)] as const
  })
  return toPolicy(values) as PartialPolicy
}

/** For each field, the value if this layer does not set it. */
export async function readInherited(organization: Organization | undefined): Promise<ReadonlyMap<string, Inherited>> {
  const { policy, from } = await passkeys.policy.inherited({ organizationId: organization?.id })
  return new Map(
    fields.map(({ field }) => [field, { value: valueAt(policy, field), layer: layerAt(valueAt(from, field)) }]),
  )
}

function layerAt(layer: unknown): PolicyLayer {
  return layer === 'code' || layer === 'environment' || layer === 'organization' ? layer : 'default'
}

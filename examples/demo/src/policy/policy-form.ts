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

/** A value that holds without the layer that is edited, and where it comes from. */
export interface Inherited {
  readonly value: unknown
  readonly layer: PolicyLayer
}

/** One layer of the policy as a form holds it: as it is kept, or as somebody has typed it. */
export interface PolicyForm {
  /** Whose override; undefined for the layer that holds for everybody. */
  readonly organization: Organization | undefined
  /** Of an override: whether it holds. */
  readonly enabled: boolean
  /** The version that the form was made from. */
  readonly version: number
  readonly inputs: ReadonlyMap<string, FieldInput>
}

export const fields: readonly DescribedField[] = describePolicy()

/** The layer as it is kept. */
export function showStored(organization: Organization | undefined, stored: StoredPolicy): PolicyForm {
  const inputs = fields.map(({ field, range }) => [field, toInput(range, valueAt(stored.policy, field))] as const)
  // Who begins an override wants it to hold.
  const enabled = stored.enabled || stored.version === 0
  return { organization, enabled, version: stored.version, inputs: new Map(inputs) }
}

/** The layer as somebody has sent it. */
export function readPolicyForm(form: FormData): PolicyForm {
  const version = Number(form.get('version'))
  return {
    organization: organizations.find(String(form.get('organization'))),
    enabled: form.get('enabled') === 'on',
    version: Number.isSafeInteger(version) ? version : 0,
    inputs: new Map(fields.map(({ field }) => [field, readInput(form, field)])),
  }
}

/** What the form states; whether it may be, the policy says when it is saved. */
export function statedBy({ inputs }: PolicyForm): PartialPolicy {
  const values = fields.map(({ field, range }) => {
    const input = inputs.get(field)
    return [field, input && fromInput(range, input)] as const
  })
  return toPolicy(values) as PartialPolicy
}

/** For each field, what holds where this layer states nothing. */
export async function readInherited(organization: Organization | undefined): Promise<ReadonlyMap<string, Inherited>> {
  const { policy, from } = await passkeys.policy.inherited({ organizationId: organization?.id })
  return new Map(
    fields.map(({ field }) => [field, { value: valueAt(policy, field), layer: layerAt(valueAt(from, field)) }]),
  )
}

function layerAt(layer: unknown): PolicyLayer {
  return layer === 'code' || layer === 'environment' || layer === 'organization' ? layer : 'default'
}

import type { FieldRange } from './field-rows.js'
import { fieldPlaces } from './map-fields.js'

/** One field of the policy, for display on an admin page or in the manual. */
export interface DescribedField {
  /** The path of the field, such as `userVerification.enroll`. */
  readonly field: string
  /** Its possible values. A closed set is ordered from lax to strict if `strictest` is present. */
  readonly range: FieldRange
  readonly default: unknown
}

/** The fields of the policy, in the order of the table. */
export function describePolicy(): readonly DescribedField[] {
  return fieldPlaces().map(({ field, row }) => ({ field, range: row.range, default: row.default }))
}

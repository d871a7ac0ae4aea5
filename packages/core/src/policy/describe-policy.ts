import type { FieldRange } from './field-rows.js'
import { fieldPlaces } from './map-fields.js'

/** One field of the policy, for who shows it: an admin page, the manual. */
export interface DescribedField {
  /** Where it stands, such as `userVerification.enroll`. */
  readonly field: string
  /** What it may be. A closed set runs from lax to strict where `strictest` is named. */
  readonly range: FieldRange
  readonly default: unknown
}

/** The fields of the policy, in the order of the table. */
export function describePolicy(): readonly DescribedField[] {
  return fieldPlaces().map(({ field, row }) => ({ field, range: row.range, default: row.default }))
}

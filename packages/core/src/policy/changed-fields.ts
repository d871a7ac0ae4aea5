import type { PartialPolicy } from './effective-policy.js'
import { fieldPlaces } from './map-fields.js'

/** The fields that two layers state differently, such as `userVerification.enroll`. */
export function changedFields(before: PartialPolicy, after: PartialPolicy): readonly string[] {
  const isChanged = (read: (policy: object) => unknown) => JSON.stringify(read(before)) !== JSON.stringify(read(after))
  return fieldPlaces()
    .filter(({ read }) => isChanged(read))
    .map(({ field }) => field)
}

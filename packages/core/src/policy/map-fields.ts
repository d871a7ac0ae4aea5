import type { PartialPolicy, PolicyOverride } from './effective-policy.js'
import type { FieldRange, PolicyField } from './field-rows.js'
import { isField, policyFields } from './policy-fields.js'

/** Reads the value at a field's path from an object shaped like a policy; undefined if it is absent. */
export type ReadPlace = (policy: object) => unknown

/** One field of the table. */
export interface FieldPlace {
  /** The path, such as `userVerification.enroll`. */
  readonly field: string
  readonly row: PolicyField<unknown>
  readonly read: ReadPlace
}

let places: readonly FieldPlace[] | undefined

/** Every field, in the order of the table. */
export function fieldPlaces(): readonly FieldPlace[] {
  places ??= Object.freeze(placesIn(policyFields, []))
  return places
}

/**
 * Builds a frozen object shaped like a policy, with the result of `visit` for each field. Walking the table loses the
 * types; this is the only place, and the caller names the result type.
 */
export function mapFields<Mapped>(visit: (field: PolicyField<unknown>, place: ReadPlace) => unknown): Mapped {
  return walk(policyFields, visit, []) as Mapped
}

function walk(entries: object, visit: Parameters<typeof mapFields>[0], path: readonly string[]): object {
  const mapped = Object.entries(entries).map(([name, entry]: [string, object]) => {
    const place = [...path, name]
    return [name, isField(entry) ? visit(entry, reader(place)) : walk(entry, visit, place)]
  })
  return Object.freeze(Object.fromEntries(mapped))
}

function placesIn(entries: object, path: readonly string[]): readonly FieldPlace[] {
  return Object.entries(entries).flatMap(([name, entry]: [string, object]) => {
    const place = [...path, name]
    return isField(entry) ? [{ field: place.join('.'), row: entry, read: reader(place) }] : placesIn(entry, place)
  })
}

function reader(place: readonly string[]): ReadPlace {
  return (policy) => place.reduce<unknown>((part, name) => Object(part)[name], policy)
}

/** Lists are compared as sets: the stricter of two may have another order. */
export function isSameValue(left: unknown, right: unknown): boolean {
  return comparable(left) === comparable(right)
}

function comparable(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value)
}

/** The fields that differ between two layers, such as `userVerification.enroll`. */
export function changedFields(before: PartialPolicy, after: PartialPolicy): readonly string[] {
  const isChanged = (read: (policy: object) => unknown) => JSON.stringify(read(before)) !== JSON.stringify(read(after))
  return fieldPlaces()
    .filter(({ read }) => isChanged(read))
    .map(({ field }) => field)
}

/** One field of the policy, for display on an admin page or in the manual. */
export interface DescribedField {
  /** The path of the field, such as `userVerification.enroll`. */
  readonly field: string
  /** Its possible values. A closed set is ordered from lax to strict if `strictest` is present. */
  readonly range: FieldRange
  readonly default: unknown
  /** What a layer above the environment may do with its value, unless your app states otherwise. */
  readonly override: PolicyOverride
}

/** The fields of the policy, in the order of the table. */
export function describePolicy(): readonly DescribedField[] {
  return fieldPlaces().map(({ field, row }) => ({
    field,
    range: row.range,
    default: row.default,
    override: row.override,
  }))
}

import { isField, type PolicyField, policyFields } from './policy-fields.js'

/** Reads the value that stands at a field's place in something of the shape of a policy; undefined where there is none. */
export type ReadPlace = (policy: object) => unknown

/**
 * Something of the shape of a policy, with what `visit` makes of each field of the table in its place; frozen.
 * The one place that trades types for walking the table: the caller says what comes of it.
 */
export function mapFields<Mapped>(visit: (field: PolicyField<unknown>, place: ReadPlace) => unknown): Mapped {
  return walk(policyFields, visit, []) as Mapped
}

function walk(entries: object, visit: Parameters<typeof mapFields>[0], path: readonly string[]): object {
  const mapped = Object.entries(entries).map(([name, entry]: [string, object]) => {
    const place = [...path, name]
    return [name, isField(entry) ? visit(entry, (policy) => read(policy, place)) : walk(entry, visit, place)]
  })
  return Object.freeze(Object.fromEntries(mapped))
}

function read(policy: object, place: readonly string[]): unknown {
  return place.reduce<unknown>((part, name) => Object(part)[name], policy)
}

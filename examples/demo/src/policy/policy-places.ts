/** The value at the path of a field, such as `prompt.every`; undefined if there is none. */
export function valueAt(policy: object, field: string): unknown {
  return field.split('.').reduce<unknown>((part, name) => Object(part)[name], policy)
}

/** A policy of these values, each at the path of its field. Undefined values are left out. */
export function toPolicy(values: Iterable<readonly [field: string, value: unknown]>): Record<string, unknown> {
  const policy: Record<string, unknown> = {}
  for (const [field, value] of values) {
    if (value === undefined) continue
    const [group = field, member] = field.split('.')
    policy[group] = member === undefined ? value : { ...Object(policy[group]), [member]: value }
  }
  return policy
}

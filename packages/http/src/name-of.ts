/** Describes a wrong value to the developer: its kind and its members' names, never its content. */
export function nameOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array'
  if (value instanceof Promise) return 'a promise'
  if (isObject(value)) return `an object with ${Object.keys(value).slice(0, 5).join(', ') || 'no members'}`
  if (value === null || value === undefined || typeof value === 'boolean') return String(value)
  return `a ${typeof value}`
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

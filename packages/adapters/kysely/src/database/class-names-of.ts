/** The name of its class and of its base classes: by name, because an app may have a second copy of Kysely. */
export function classNamesOf(value: object): readonly string[] {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (typeof prototype !== 'object' || prototype === null) return []
  return [value.constructor.name, ...classNamesOf(prototype)]
}

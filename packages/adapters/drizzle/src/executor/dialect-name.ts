import type { DialectName } from '@latchkey/sql'
import { entityKind } from 'drizzle-orm'

/** Drizzle's own names of its dialects: texts, which no minifier changes. */
const known: ReadonlyMap<unknown, DialectName> = new Map([
  ['PgDialect', 'postgres'],
  ['MySqlDialect', 'mysql'],
  ['SQLiteDialect', 'sqlite'],
])

/** The dialect, or undefined for one that is not known. */
export function dialectNameOf({ dialect }: { readonly dialect?: unknown }): DialectName | undefined {
  return kindsOf(dialect)
    .map((kind) => known.get(kind))
    .find((name) => name !== undefined)
}

/** Of its class, and of those that this one extends. */
function kindsOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return []
  const type: unknown = value.constructor
  const own = typeof type === 'function' && entityKind in type ? [type[entityKind]] : []
  return [...own, ...kindsOf(Object.getPrototypeOf(value))]
}

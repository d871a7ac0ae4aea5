import { closestName, type FieldIssue } from '@latchkey/wire'
import type * as z from 'zod'

/** The issues of a value, with the path of each. Every unknown name is its own issue. */
export function fieldIssues(schema: z.ZodType, error: z.ZodError): readonly FieldIssue[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), message: issue.message }]
    const names = namesAt(schema, issue.path)
    return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: unknownName(key, names) }))
  })
}

/** An issue as text, for the developer who reads a `TypeError`. */
export function describeIssue({ path, message }: FieldIssue): string {
  return path === '' ? message : `${path}: ${message}`
}

function unknownName(name: string, names: readonly string[]): string {
  const meant = closestName(name, names)
  return meant ? `is not a known name; did you mean ${meant}?` : `is not a known name; use ${names.join(', ')}`
}

/** The names that an object at this path may have. */
function namesAt(schema: unknown, [next, ...path]: readonly PropertyKey[]): readonly string[] {
  const shape = shapeOf(schema)
  if (next === undefined) return Object.keys(shape)
  return namesAt(shape[String(next)], path)
}

/** The members of an object schema, even if the schema is wrapped. */
function shapeOf(schema: unknown): Readonly<Record<string, unknown>> {
  if (typeof schema !== 'object' || schema === null) return {}
  if ('shape' in schema) return { ...(schema.shape as object) }
  return 'unwrap' in schema && typeof schema.unwrap === 'function' ? shapeOf(schema.unwrap()) : {}
}

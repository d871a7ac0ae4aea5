import { closestName, type FieldIssue } from '@latchkey/wire'
import type * as z from 'zod'
import { shapeOf } from './shape-of.js'

export interface FieldIssuesInput {
  readonly schema: z.ZodType
  readonly error: z.ZodError
  /** What to write instead of a name that belongs elsewhere, by its path. */
  readonly elsewhere?: Readonly<Record<string, string>>
}

/** The issues of a value, with the path of each. Every unknown name is its own issue. */
export function fieldIssues({ schema, error, elsewhere = {} }: FieldIssuesInput): readonly FieldIssue[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), message: issue.message }]
    const names = namesAt(schema, issue.path)
    return issue.keys.map((key) => {
      const path = [...issue.path, key].join('.')
      const place = Object.hasOwn(elsewhere, path) ? elsewhere[path] : undefined
      return { path, message: place ? `is not a known name; write ${place}` : unknownName(key, names) }
    })
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

import { closestName } from '@latchkey/wire'
import type * as z from 'zod'

/**
 * What is wrong with a value and what to write instead, in the words of this project: zod's own speak of its types.
 * Undefined for a schema that brings its own sentence.
 */
export function describeProblem(problem: z.core.$ZodRawIssue): string | undefined {
  const { input } = problem
  if (problem.code === 'invalid_type') return wrongType({ ...problem, input })
  if (problem.code === 'invalid_value') return wrongValue(problem.values.map(String), input)
  if (problem.code === 'too_small') return tooSmall(problem.origin, Number(problem.minimum))
  if (problem.code === 'too_big') return `must be at most ${problem.maximum}${unitOf(problem.origin)}`
  return undefined
}

interface WrongType {
  readonly expected?: string
  readonly input: unknown
  readonly inst?: unknown
}

const forms: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
}

function wrongType({ expected = '', input, inst }: WrongType): string {
  const form = shapeAsText(Object.keys(shapeOf(inst))) ?? forms[expected] ?? expected
  if (input === undefined) return `is missing; write ${form}`
  return `must be ${form}, not ${kindOf(input)}${correction(expected, input)}`
}

function shapeAsText(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined
  return `{ ${names.slice(0, 6).join(', ')}${names.length > 6 ? ', …' : ''} }`
}

function correction(expected: string, input: unknown): string {
  if (typeof input !== 'string' || input.length > 100) return input instanceof Promise ? '; await it first' : ''
  if (expected === 'array') return `; write ['${input}']`
  if (['number', 'int'].includes(expected) && /^\d{1,15}$/.test(input)) return `; write ${Number(input)}`
  return expected === 'boolean' && /^(?:true|false)$/.test(input) ? `; write ${input}` : ''
}

function wrongValue(values: readonly string[], input: unknown): string {
  const quoted = values.map((value) => `'${value}'`)
  const last = quoted.pop()
  const choice = quoted.length > 0 ? `${quoted.join(', ')} or ${last}` : last
  const meant = typeof input === 'string' ? closestName(input, values) : undefined
  return `must be ${choice}${meant === undefined ? '' : `; did you mean '${meant}'?`}`
}

function tooSmall(origin: string, minimum: number): string {
  if (minimum === 1 && origin !== 'number' && origin !== 'int') return 'must not be empty'
  return `must be at least ${minimum}${unitOf(origin)}`
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters long'
  return origin === 'array' ? ' entries long' : ''
}

/** The kind of a value, never what is in it. */
function kindOf(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return 'an array'
  if (value instanceof Promise) return 'a promise'
  if (typeof value === 'string') return 'text'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** The members of an object schema, even if the schema is wrapped; none for another schema. */
export function shapeOf(schema: unknown): Readonly<Record<string, unknown>> {
  if (typeof schema !== 'object' || schema === null) return {}
  if ('shape' in schema) return { ...(schema.shape as object) }
  return 'unwrap' in schema && typeof schema.unwrap === 'function' ? shapeOf(schema.unwrap()) : {}
}

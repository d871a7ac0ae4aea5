import type { PasskeyErrorCode } from '@latchkey/wire'
import { PasskeyError } from '../../errors.js'

/** An untrusted JSON object. Members are read through the functions here, never through a prototype. */
export type JsonObject = Readonly<Record<string, unknown>>

/** How a member of the wrong form is reported: the code, and the name of the member for the log. */
export interface FormRules {
  readonly code: PasskeyErrorCode
  /** Such as `response.signature`. */
  readonly name: string
}

/** The refusal of a member. Its cause names the member, and never its value, which can be anything. */
export function malformedMember({ code, name }: FormRules, problem: string): PasskeyError {
  return new PasskeyError(code, { cause: new TypeError(`${name} ${problem}`) })
}

/** The value as an object. Arrays and null are refused. */
export function readObject(value: unknown, rules: FormRules): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformedMember(rules, isAbsent(value) ? 'is missing' : 'is not an object')
  }
  return value as JsonObject
}

/** Members that are missing, `null` or an empty text all count as absent. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

/** An own member, or undefined. */
export function member(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/** The same for any value. A value that is not an object has no members. */
export function memberIn(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? member(value as JsonObject, name) : undefined
}

/** The text of an own member that must be text. `prefix` precedes its name in the log. */
export function readString(
  object: JsonObject,
  name: string,
  { code, prefix = '' }: { readonly code: PasskeyErrorCode; readonly prefix?: string },
): string {
  const value = member(object, name)
  if (typeof value === 'string') return value
  throw malformedMember({ code, name: prefix + name }, isAbsent(value) ? 'is missing' : 'is not a string')
}

/**
 * Runs a parser. Anything it throws becomes an error with this code, because the bytes are untrusted: a library that
 * fails on them is not a fault of this server. A `PasskeyError` passes through unchanged.
 *
 * @throws {PasskeyError} with the code.
 */
export function readWithCode<Value>(code: PasskeyErrorCode, read: () => Value): Value {
  try {
    return read()
  } catch (cause) {
    throw cause instanceof PasskeyError ? cause : new PasskeyError(code, { cause })
  }
}

import type { PasskeyErrorCode } from '@latchkey/wire'
import { PasskeyError } from '../../errors.js'

/** An untrusted JSON object. Members are read through the functions here, never through a prototype. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The value as an object. Arrays and null are refused. */
export function readObject(value: unknown, code: PasskeyErrorCode): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new PasskeyError(code)
  return value as JsonObject
}

/** An own member, or undefined. */
export function member(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/** The same for any value. A value that is not an object has no members. */
export function memberIn(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? member(value as JsonObject, name) : undefined
}

/** An own member that must be a string. */
export function readString(object: JsonObject, name: string, code: PasskeyErrorCode): string {
  const value = member(object, name)
  if (typeof value !== 'string') throw new PasskeyError(code)
  return value
}

import { closestName } from '@latchkey/wire'
import { isObject, nameOf } from '../name-of.js'

const names = ['origin', 'onError']

/** @throws {TypeError} that says what is wrong, and what to write instead. */
export function checkBridgeInput(handle: unknown, options: unknown): void {
  if (typeof handle !== 'function') refuse(`was given ${nameOf(handle)}; ${handlerInstead(handle)}.`)
  if (!isObject(options)) refuse(`was given ${nameOf(options)} for options; write { origin } or leave them out.`)
  const unknown = Object.keys(options).find((name) => !names.includes(name))
  if (unknown !== undefined) refuse(`has no option '${unknown}'; ${nameInstead(unknown)}`)
  const { origin, onError } = options
  if (origin !== undefined && !isOrigin(origin))
    refuse(`was given an origin that is none; write scheme and host, such as 'https://app.example.com'.`)
  if (onError !== undefined && typeof onError !== 'function')
    refuse(`was given ${nameOf(onError)} for onError; write onError: (error) => ….`)
}

function handlerInstead(given: unknown): string {
  if (given instanceof Promise) return 'await it first'
  return 'pass what createPasskeyHandler(passkeys, options) returns'
}

function nameInstead(name: string): string {
  const meant = closestName(name, names)
  return meant === undefined ? `there are ${names.join(', ')}.` : `did you mean ${meant}?`
}

function isOrigin(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value
}

function refuse(problem: string): never {
  throw new TypeError(`toNodeListener ${problem}`)
}

/** JSON data: no functions, dates or class instances. */
export type PlainJson = string | number | boolean | null | readonly PlainJson[] | { readonly [name: string]: PlainJson }

/** The maximum depth of objects and lists inside each other. */
const deepest = 16
/** The maximum number of values. Each takes at least one byte as text, so a longer payload is too large in any case. */
const mostValues = 16_384

/**
 * A frozen copy of the data. Refuses everything that two programs could write differently: what `JSON.stringify`
 * would drop, change or call. `-0` becomes `0`. Text is not normalized.
 *
 * @throws {TypeError} naming the place.
 */
export function toPlainJson(value: unknown): PlainJson {
  return copy(value, { place: 'payload', depth: 0, left: { values: mostValues } })
}

interface At {
  readonly place: string
  readonly depth: number
  readonly left: { values: number }
}

function copy(value: unknown, at: At): PlainJson {
  if (--at.left.values < 0) throw new TypeError('payload has too many values.')
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string') return checkText(value, at)
  if (typeof value === 'number') return checkNumber(value, at)
  if (typeof value !== 'object') throw new TypeError(`${at.place} is ${describe(value)}; JSON has none.`)
  if (at.depth >= deepest) throw new TypeError(`${at.place} is nested more than ${deepest} levels deep.`)
  return Object.freeze(Array.isArray(value) ? copyList(value, at) : copyObject(value, at))
}

function describe(value: unknown): string {
  return value === undefined ? 'undefined' : `a ${typeof value}`
}

const loneSurrogate = /\p{Surrogate}/u

function checkText(text: string, { place }: At): string {
  if (loneSurrogate.test(text)) throw new TypeError(`${place} contains half of a surrogate pair.`)
  return text
}

function checkNumber(number: number, { place }: At): number {
  if (!Number.isFinite(number)) throw new TypeError(`${place} is not a finite number.`)
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) {
    throw new TypeError(`${place} is an integer beyond ±(2^53−1); write it as text.`)
  }
  return number === 0 ? 0 : number
}

function copyList(list: readonly unknown[], at: At): readonly PlainJson[] {
  if (Object.getPrototypeOf(list) !== Array.prototype) throw new TypeError(`${at.place} is not a plain array.`)
  if (list.length > at.left.values) throw new TypeError('payload has too many values.')
  const keys = Reflect.ownKeys(list)
  if (keys.length !== list.length + 1) throw new TypeError(`${at.place} has holes, or members besides its entries.`)
  return Array.from({ length: list.length }, (_, index) => copyMember(list, String(index), at))
}

function copyObject(object: object, at: At): { readonly [name: string]: PlainJson } {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError(`${at.place} is not a plain object.`)
  const members = Reflect.ownKeys(object).map((key) => {
    if (typeof key === 'symbol') throw new TypeError(`${at.place} has a member that is named by a symbol.`)
    if (key === '__proto__' || key === 'toJSON') throw new TypeError(`${at.place} has a member ${key}.`)
    return [checkText(key, at), copyMember(object, key, at)] as const
  })
  return Object.fromEntries(members)
}

/** Reads each member once, and calls nothing. */
function copyMember(object: object, key: string, { place, depth, left }: At): PlainJson {
  const member = Object.getOwnPropertyDescriptor(object, key)
  const isPlain = member?.enumerable === true && 'value' in member
  if (!isPlain) throw new TypeError(`${place}.${key} is missing, hidden or computed; give its value.`)
  return copy(member.value, { place: `${place}.${key}`, depth: depth + 1, left })
}

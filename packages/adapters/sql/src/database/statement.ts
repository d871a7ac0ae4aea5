import type { Dialect } from '../dialects/dialect.js'
import type { BoundStatement, SqlValue } from './sql-executor.js'

/** By the name in the text. A list is for `among`. */
export type Values = Readonly<Record<string, SqlValue | readonly string[]>>

/** A statement whose text is ready: called with values, it is what an executor runs. */
export type Statement = (values: Values) => BoundStatement

/** Not the second colon of a cast. */
const namedValue = /(?<!:):([a-z]\w*)/gi

/** Where the placeholders of a list go, on a database that has no other form of a list. */
const listMark = '(...?)'

/**
 * Builds the text: once, when the storage is created. `:name` becomes a placeholder, however often it occurs.
 *
 * @throws {TypeError} when it is called without one of its values.
 */
export function prepare(dialect: Dialect, source: string): Statement {
  const names: string[] = []
  const text = source
    .trim()
    .replace(/\s+/g, ' ')
    .replace(namedValue, (_, name: string) => dialect.placeholder(names.push(name)))
  return text.includes(listMark) ? withLists(text, names) : (values) => ({ text, values: names.map(named(values)) })
}

function named(values: Values): (name: string) => SqlValue {
  return (name) => {
    const value = values[name]
    if (value === undefined) throw new TypeError(`The statement has no value for ${name}.`)
    return isList(value) ? JSON.stringify(value) : value
  }
}

function isList(value: Values[string]): value is readonly string[] {
  return Array.isArray(value)
}

/**
 * A text for each length of the list, of which there are few: a list is filled up with its last element to a power of
 * two.
 */
function withLists(text: string, names: readonly string[]): Statement {
  const texts = new Map<number, string>()
  return (values) => {
    const listed = names.map((name) => {
      const value = values[name] ?? null
      return isList(value) ? filledUp(value) : value
    })
    const length = listed.find(isList)?.length ?? 0
    const ready = texts.get(length) ?? text.replaceAll(listMark, `(?${', ?'.repeat(length - 1)})`)
    texts.set(length, ready)
    return { text: ready, values: listed.flat() }
  }
}

function filledUp(list: readonly string[]): readonly string[] {
  const length = 2 ** Math.ceil(Math.log2(list.length))
  return [...list, ...Array.from({ length: length - list.length }, () => list.at(-1) ?? '')]
}

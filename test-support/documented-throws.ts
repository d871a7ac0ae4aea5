import { errorTable } from '@latchkey/wire'

/** What the `@throws` of each method names, by the method's path, such as `admin.passkeys.list`. */
export type DocumentedThrows = ReadonlyMap<string, ReadonlySet<string>>

/** The codes of the checks of sections 7.1 and 7.2; docs list them as “the first check of `verify…` that fails”. */
const checks = Object.entries(errorTable).flatMap(([code, { status }]) => (status === 422 ? [code] : []))

/**
 * The methods of the interfaces in these sources, with the codes and the classes of errors that their docstrings list.
 * The methods of an interface that is the type of a property, such as `readonly admin: AdminApi`, are in its group, and
 * so are those of an interface that it extends.
 */
export function readThrows(sources: readonly string[]): DocumentedThrows {
  const text = sources.join('\n')
  const throws = new Map<string, ReadonlySet<string>>()
  let groups: string[] = []
  let docstring = ''
  let isInside = false
  for (const line of text.split('\n')) {
    const [, name] = /^export interface (\w+)/.exec(line) ?? []
    const [, opened] = /^ +readonly (\w+): \{$/.exec(line) ?? []
    const [, method] = /^ +(\w+)(?:<.*>)?\(/.exec(line) ?? []
    if (name !== undefined) [isInside, groups] = [true, groupOf(name, text)]
    if (/^\}/.test(line)) isInside = false
    if (opened !== undefined) groups.push(opened)
    if (/^ +\}$/.test(line)) groups.pop()
    if (isInside && method !== undefined) throws.set([...groups, method].join('.'), namesIn(docstring, groups, throws))
    docstring = /^ +\*/.test(line) ? `${docstring}${line}\n` : ''
  }
  return throws
}

function groupOf(interfaceName: string, text: string): string[] {
  const [, property] = new RegExp(`^ +readonly (\\w+)\\??: ${interfaceName}(?:<\\w+>)?$`, 'm').exec(text) ?? []
  if (property !== undefined) return [property]
  const [, extending] =
    new RegExp(`^export interface (\\w+)\\b.* extends .*\\b${interfaceName}\\b`, 'm').exec(text) ?? []
  return extending === undefined ? [] : groupOf(extending, text)
}

function namesIn(docstring: string, groups: readonly string[], above: DocumentedThrows): ReadonlySet<string> {
  const [, ...throws] = docstring.split('@throws')
  const text = throws.join().replaceAll(/\n +\*/g, ' ')
  const named = [...text.matchAll(/[`{](\w+)[`}]/g)].map(([, word = '']) => word)
  const same = [...text.matchAll(/\bas `([\w.]+)`/g)].flatMap(([, path = '']) => [
    ...(above.get(path) ?? above.get([...groups, path].join('.')) ?? []),
  ])
  return new Set([...named, ...same, ...(text.includes('first check of `verify') ? checks : [])])
}

/** What a gate compares: the docstrings of an interface, and the name of an error in them. */
export interface ThrowsContract {
  readonly throws: DocumentedThrows
  /** The code or class of an error; undefined for one that no docstring needs to list. */
  readonly nameOf: (error: unknown) => string | undefined
  /** Gets what is not listed, for tests that accept any error; the error then stays as it is. */
  readonly onUnlisted?: (message: string) => void
}

/**
 * The same methods. An error whose name is not in the method's docstring becomes an `Error` that names both, so that
 * the test which sees it fails; or `onUnlisted` gets it.
 */
export function withDocumentedThrows<Api extends object>(api: Api, contract: ThrowsContract): Api {
  return watched(api, [], contract)
}

function watched<Api extends object>(api: Api, groups: readonly string[], contract: ThrowsContract): Api {
  const members = Object.entries(api).map(([name, member]): [string, unknown] => {
    const path = [...groups, name].join('.')
    if (typeof member === 'function') return [name, watchedMethod(member.bind(api), path, contract)]
    const isGroup = [...contract.throws.keys()].some((method) => method.startsWith(`${path}.`))
    return [name, isGroup && member ? watched(member, [...groups, name], contract) : member]
  })
  return Object.freeze(Object.assign({}, api, Object.fromEntries(members)))
}

function watchedMethod(method: (...args: unknown[]) => unknown, path: string, contract: ThrowsContract) {
  return (...args: unknown[]): unknown => {
    const result = method(...args)
    if (!(result instanceof Promise)) return result
    return result.catch((error: unknown) => Promise.reject(checked(error, path, contract)))
  }
}

function checked(error: unknown, path: string, { throws, nameOf, onUnlisted }: ThrowsContract): unknown {
  const name = nameOf(error)
  if (name === undefined || throws.get(path)?.has(name)) return error
  const message = `${path} threw ${name}, which its docstring does not list`
  if (!onUnlisted) return new Error(message, { cause: error })
  onUnlisted(message)
  return error
}

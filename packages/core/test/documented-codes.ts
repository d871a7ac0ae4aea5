import { readFileSync } from 'node:fs'
import { PasskeyError, type Passkeys } from '@latchkey/core'
import { errorTable } from '@latchkey/wire'

type Codes = ReadonlyMap<string, ReadonlySet<string>>

/** The codes of the checks of sections 7.1 and 7.2; the docs list them as “the first check of `verify…` that fails”. */
const checks = Object.entries(errorTable).flatMap(([code, { status }]) => (status === 422 ? [code] : []))

const contract = ['ceremony-api', 'code-api', 'passkeys', 'admin-api']
  .map((name) => readFileSync(new URL(`../src/api/${name}.ts`, import.meta.url), 'utf8'))
  .join('\n')

/** The codes that each method's `@throws` lists, by the method's path, such as `admin.passkeys.list`. */
export const documentedCodes: Codes = readCodes(contract)

function readCodes(text: string): Codes {
  const codes = new Map<string, ReadonlySet<string>>()
  let groups: string[] = []
  let docstring = ''
  for (const line of text.split('\n')) {
    const [, opened] = /^ +readonly (\w+): \{$/.exec(line) ?? []
    const [, method] = /^ +(\w+)\(/.exec(line) ?? []
    if (line.startsWith('export interface')) groups = line.includes('AdminApi') ? ['admin'] : []
    if (opened !== undefined) groups.push(opened)
    if (/^ +\}$/.test(line)) groups.pop()
    if (method !== undefined) codes.set([...groups, method].join('.'), codesIn(docstring, groups, codes))
    docstring = /^ +\*/.test(line) ? `${docstring}${line}\n` : ''
  }
  return codes
}

function codesIn(docstring: string, groups: readonly string[], above: Codes): ReadonlySet<string> {
  const [, ...throws] = docstring.split('@throws')
  const text = throws.join().replaceAll(/\n +\*/g, ' ')
  const named = [...text.matchAll(/`(\w+)`/g)].flatMap(([, word = '']) => (word in errorTable ? [word] : []))
  const same = [...text.matchAll(/\bas `([\w.]+)`/g)].flatMap(([, path = '']) => [
    ...(above.get(path) ?? above.get([...groups, path].join('.')) ?? []),
  ])
  return new Set([...named, ...same, ...(text.includes('first check of `verify') ? checks : [])])
}

/**
 * The same methods. A `PasskeyError` with a code that the method's docstring does not list becomes an `Error` that
 * names both, so that the test which sees it fails.
 */
export function withDocumentedCodes(passkeys: Passkeys): Passkeys {
  return watched(passkeys, [])
}

function watched<Api extends object>(api: Api, groups: readonly string[]): Api {
  const members = Object.entries(api).map(([name, member]): [string, unknown] => {
    const path = [...groups, name]
    if (typeof member === 'function') return [name, watchedMethod(member.bind(api), path.join('.'))]
    const isData = name === 'relyingParty' || name === 'logger' || Array.isArray(member)
    const isGroup = typeof member === 'object' && member !== null && !isData
    return [name, isGroup ? watched(member, path) : member]
  })
  return Object.freeze(Object.assign({}, api, Object.fromEntries(members)))
}

function watchedMethod(method: (...args: unknown[]) => unknown, path: string) {
  return (...args: unknown[]): unknown => {
    const result = method(...args)
    return result instanceof Promise ? result.catch((error: unknown) => Promise.reject(checked(error, path))) : result
  }
}

function checked(error: unknown, path: string): unknown {
  const isListed = !(error instanceof PasskeyError) || documentedCodes.get(path)?.has(error.code) === true
  return isListed
    ? error
    : new Error(`${path} threw ${error.code}, which its docstring does not list`, { cause: error })
}

import type { Passkeys } from '@latchkey/core'
import type { RouteGroup } from '@latchkey/wire'
import { closestName } from '@latchkey/wire'
import type { PasskeyHandlerOptions } from './handler-options.js'
import { isObject, nameOf } from './name-of.js'

/** Each option, and its required type. */
const kinds = {
  basePath: 'path',
  serve: 'groups',
  session: 'function',
  onSignedIn: 'function',
  onSteppedUp: 'optional function',
  onConfirmed: 'optional function',
  authorizeAdmin: 'optional function',
  clientAddress: 'optional function',
  onRefused: 'optional function',
  hosts: 'hosts',
  native: 'flag',
  attestApp: 'optional function',
} as const satisfies Readonly<
  Record<keyof PasskeyHandlerOptions, 'path' | 'groups' | 'function' | 'optional function' | 'flag' | 'hosts'>
>

/** An example of each function, to copy into the app. */
const examples: Readonly<Record<string, string>> = {
  session: 'session: (request) => …, which returns who is signed in or null',
  onSignedIn: 'onSignedIn: ({ userId }) => …, which begins your session and returns a Response',
  onSteppedUp: 'onSteppedUp: ({ userId, expiresAt }) => …, which notes it in your session and returns a Response',
  onConfirmed: 'onConfirmed: ({ userId, payload, receipt }) => …, which does what was confirmed and returns a Response',
  authorizeAdmin: 'authorizeAdmin: (request, { action }) => …, which returns { id } or null',
  clientAddress: 'clientAddress: (request, native) => …, which returns the address or undefined',
  onRefused: 'onRefused: (error) => …',
  attestApp: 'attestApp: (request) => …, which returns true for your own app',
}

/** Names that developers expect, and those from before the first release. */
const renamed: Readonly<Record<string, string>> = {
  signedIn: 'onSignedIn',
  admin: 'authorizeAdmin',
  refused: 'onRefused',
  onError: 'onRefused',
  path: 'basePath',
  prefix: 'basePath',
  mountPath: 'basePath',
  routes: 'serve',
  getUser: 'session',
  user: 'session',
}

/** Members of the configuration. */
const ofCore: readonly string[] = [
  'relyingParty',
  'origin',
  'origins',
  'secret',
  'storage',
  'policy',
  'host',
  'logger',
  'problemTypes',
]

const groups = Object.keys({ public: 0, self: 0, admin: 0, outcome: 0 } satisfies Readonly<Record<RouteGroup, 0>>)

/** @throws {TypeError} that says what is wrong, where, and what to write instead. */
export function checkHandlerOptions(passkeys: unknown, options: unknown): void {
  checkPasskeys(passkeys)
  if (!isObject(options)) {
    refuse(`the options are ${nameOf(options)}; write { serve: ['public', 'self'], session, onSignedIn }.`)
  }
  for (const name of Object.keys(options)) checkName(name)
  checkServe(options.serve)
  for (const [name, kind] of Object.entries(kinds)) {
    if (kind === 'path') checkBasePath(options[name])
    else if (kind === 'function' || (kind === 'optional function' && options[name] !== undefined))
      checkFunction(name, kind, options[name])
  }
  checkNativeOptions(options)
  checkHosts(options.hosts)
  if (Array.isArray(options.serve) && options.serve.includes('admin') && options.authorizeAdmin === undefined) {
    refuse(`serve has 'admin', but there is no guard for it. Write ${examples.authorizeAdmin}.`)
  }
}

function checkNativeOptions({ native, attestApp, serve }: Readonly<Record<string, unknown>>): void {
  if (native !== undefined && typeof native !== 'boolean') refuse(`native is ${nameOf(native)}; write true or false.`)
  if (attestApp !== undefined && native !== true) refuse('attestApp goes with native: true.')
  if (native === true && Array.isArray(serve) && serve.includes('admin')) {
    refuse("serve has 'admin', which native apps do not get. Make another handler for your admin pages.")
  }
}

function checkHosts(hosts: unknown): void {
  const isMap = isObject(hosts) && !Array.isArray(hosts) && Object.values(hosts).every((key) => typeof key === 'string')
  if (hosts !== undefined && !isMap) refuse(`hosts is ${nameOf(hosts)}; write hosts: { 'shop.example.com': 'shop' }.`)
}

function checkPasskeys(passkeys: unknown): asserts passkeys is Passkeys {
  if (isObject(passkeys) && isObject(passkeys.signIn) && isObject(passkeys.relyingParty)) return
  if (passkeys instanceof Promise) refuse('passkeys is a promise; await it first.')
  const isConfig = isObject(passkeys) && ('storage' in passkeys || 'secret' in passkeys || 'relyingParty' in passkeys)
  if (isConfig) refuse('passkeys is a configuration; pass createPasskeys(config).')
  refuse(
    `passkeys is ${nameOf(passkeys)}; write createPasskeyHandler(passkeys, options) with what createPasskeys() returned.`,
  )
}

function checkName(name: string): void {
  if (Object.hasOwn(kinds, name)) return
  const now = Object.hasOwn(renamed, name) ? renamed[name] : undefined
  if (now) refuse(`unknown option '${name}': write ${now}.`)
  if (ofCore.includes(name)) refuse(`unknown option '${name}': give it to createPasskeys.`)
  const meant = closestName(name, Object.keys(kinds))
  const rest = meant ? `did you mean ${meant}?` : `there are ${Object.keys(kinds).join(', ')}.`
  refuse(`unknown option '${name}': ${rest}`)
}

function checkServe(serve: unknown): void {
  const all = groups.map((group) => `'${group}'`).join(', ')
  if (typeof serve === 'string') refuse(`serve is '${serve}'; write an array, such as serve: ['${serve}'], of ${all}.`)
  if (!Array.isArray(serve))
    refuse(`serve is ${nameOf(serve)}; write which routes there are: serve: ['public', 'self'], of ${all}.`)
  if (serve.length === 0) refuse(`serve is empty, so there would be no routes. Name at least one of ${all}.`)
  for (const group of serve) {
    if (groups.includes(group)) continue
    const meant = typeof group === 'string' ? closestName(group, groups) : undefined
    const written = typeof group === 'string' ? `'${group}'` : nameOf(group)
    refuse(
      `serve has ${written}, which is not a group of routes. ${meant ? `Did you mean '${meant}'?` : `The groups are ${all}.`}`,
    )
  }
}

function checkFunction(name: string, kind: string, value: unknown): void {
  if (typeof value === 'function') return
  const problem = value === undefined && kind === 'function' ? 'is missing' : `is ${nameOf(value)}`
  refuse(`${name} ${problem}. Write ${examples[name]}.`)
}

/** As the URL spells it: any other spelling matches no request. */
function checkBasePath(basePath: unknown): void {
  if (basePath === undefined) return
  if (typeof basePath !== 'string') refuse(`basePath is ${nameOf(basePath)}; write a path such as '/passkeys'.`)
  const [, literal] = /^((?:\/[^/?#*:{}]+)*)\/?(?:\*|:|\{)/.exec(basePath) ?? []
  if (literal !== undefined)
    refuse(`basePath is '${basePath}', but it cannot be a pattern. Write the path of all routes: '${literal || '/'}'.`)
  const isPath = /^(?:\/[^/?#]+)*\/?$/.test(basePath)
  if (!isPath) refuse(`basePath is '${basePath}'; write a path such as '/passkeys'.`)
  const { pathname } = new URL(`http://localhost${basePath}`)
  if (basePath !== '' && pathname !== basePath)
    refuse(`basePath is '${basePath}'; write it as URLs have it: '${pathname}'.`)
}

function refuse(problem: string): never {
  throw new TypeError(`createPasskeyHandler: ${problem}`)
}

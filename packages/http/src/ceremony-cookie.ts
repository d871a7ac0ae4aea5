import { encodeBase64url } from '@latchkey/wire'
import { parseCookie, stringifySetCookie } from 'cookie'

/** The secret of this browser that ceremonies are bound to. */
export interface CeremonyCookie {
  /** Undefined if the browser sent none that this handler could have set. */
  readonly binding: string | undefined
}

const form = /^[A-Za-z0-9_-]{43}$/

/** The cookie of a request. Some runtimes (workerd, Deno) join several `Cookie` lines with a comma. */
export function readCeremonyCookie(request: Request): CeremonyCookie {
  const header = request.headers.get('cookie') ?? ''
  const [name] = isSecure(request) ? secureCookie : plainCookie
  const joined = header.includes(',') ? parseCookie(header.replaceAll(/,\s*/g, '; '))[name] : undefined
  const values = [parseCookie(header)[name], joined]
  return { binding: values.find((value) => value !== undefined && form.test(value)) }
}

const bindingBytes = 32
const drawn: string[] = []

/** A new secret: 32 random bytes. Many are drawn at once, because a call of the platform costs more than the bytes. */
export function newBinding(): string {
  const binding = drawn.pop()
  if (binding !== undefined) return binding
  const bytes = crypto.getRandomValues(new Uint8Array(32 * bindingBytes))
  for (let at = 0; at < bytes.length; at += bindingBytes) {
    drawn.push(encodeBase64url(bytes.subarray(at, at + bindingBytes)))
  }
  return newBinding()
}

/** Stores the secret in the browser, out of reach of scripts and of other sites, until the browser closes. */
export function setCeremonyCookie(request: Request, binding: string): string {
  const [name, attributes] = isSecure(request) ? secureCookie : plainCookie
  return `${name}=${binding}${attributes}`
}

/** The name of a cookie, and what follows its value. */
function cookieOf(name: string, secure: boolean): readonly [name: string, attributes: string] {
  const empty = stringifySetCookie(name, '', { httpOnly: true, sameSite: 'lax', path: '/', secure })
  return [name, empty.slice(`${name}=`.length)]
}

/** The prefix stops sister subdomains from setting one; browsers accept it from https only. */
const secureCookie = cookieOf('__Host-latchkey', true)
const plainCookie = cookieOf('latchkey', false)

/** By the origin of the page, which has been checked: a proxy may connect to this server by plain http. */
function isSecure(request: Request): boolean {
  return request.headers.get('origin')?.startsWith('https:') ?? false
}

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
  const name = nameFor(request)
  const values = [parseCookie(header)[name], parseCookie(header.replaceAll(/,\s*/g, '; '))[name]]
  return { binding: values.find((value) => value !== undefined && form.test(value)) }
}

/** A new secret: 32 random bytes. */
export function newBinding(): string {
  return encodeBase64url(crypto.getRandomValues(new Uint8Array(32)))
}

/** Stores the secret in the browser, out of reach of scripts and of other sites, until the browser closes. */
export function setCeremonyCookie(request: Request, binding: string): string {
  const secure = isSecure(request)
  return stringifySetCookie(nameFor(request), binding, { httpOnly: true, sameSite: 'lax', path: '/', secure })
}

/** The prefix stops sister subdomains from setting one; browsers accept it from https only. */
function nameFor(request: Request): string {
  return isSecure(request) ? '__Host-latchkey' : 'latchkey'
}

/** By the origin of the page, which has been checked: a proxy may connect to this server by plain http. */
function isSecure(request: Request): boolean {
  return request.headers.get('origin')?.startsWith('https:') ?? false
}

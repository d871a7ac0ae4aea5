import { PasskeyError } from '@latchkey/core'
import type { BindingCarrier } from './binding-carrier.js'
import { newBinding } from './ceremony-cookie.js'
import { jsonResponse } from './json-response.js'
import { isObject } from './name-of.js'
import { nativeResponse } from './native-response.js'
import { readBody } from './read-body.js'

const form = /^[A-Za-z0-9_-]{43}$/

/** In the body: the response of a begin has `binding`, and the app sends it back with the finish. */
export function nativeCarrier(request: Request): BindingCarrier {
  let sent: string | undefined
  const begin = async (native: string, run: Parameters<BindingCarrier['begin']>[0]) => {
    const begun = await run({ native })
    return jsonResponse(isObject(begun) ? { ...begun, binding: native } : { binding: native })
  }
  return {
    async readBody() {
      const body = await readBody(request)
      if (!isObject(body)) return body
      sent = typeof body.binding === 'string' && form.test(body.binding) ? body.binding : undefined
      return { ...body, ...(isObject(body.response) ? { response: nativeResponse(body.response) } : {}) }
    },
    begin: (run) => begin(newBinding(), run),
    resume: (run) => begin(sent ?? newBinding(), run),
    binding() {
      if (sent === undefined) throw new PasskeyError('ceremony_invalid')
      return { native: sent }
    },
    finish(response) {
      const headers = new Headers(response.headers)
      headers.set('cache-control', 'no-store')
      return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
    },
  }
}

/**
 * The request is from no browser: it has neither `Origin` nor any `Sec-Fetch-` header, which pages cannot leave out.
 *
 * @throws {PasskeyError} `cross_site`
 */
export function checkNative({ headers }: Request): void {
  const names = [...headers.keys()].map((name) => name.toLowerCase())
  if (names.some((name) => name === 'origin' || name.startsWith('sec-fetch-'))) throw new PasskeyError('cross_site')
}

/** The request as your functions get it: no cookie of a browser is a session here. */
export function withoutCookies(request: Request): Request {
  const headers = new Headers(request.headers)
  headers.delete('cookie')
  return new Request(request.url, { method: request.method, headers })
}

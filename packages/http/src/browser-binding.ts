import { PasskeyError } from '@latchkey/core'
import { newBinding, readCeremonyCookie, setCeremonyCookie } from './ceremony-cookie.js'
import { jsonResponse } from './json-response.js'

/** Tabs share a binding, so an existing one is reused. */
export async function beginInBrowser(
  request: Request,
  begin: (binding: string) => Promise<unknown>,
): Promise<Response> {
  const binding = readCeremonyCookie(request).binding ?? newBinding()
  const response = jsonResponse(await begin(binding))
  response.headers.append('set-cookie', setCeremonyCookie(request, binding))
  return response
}

/** @throws {PasskeyError} `ceremony_invalid` for a browser that has begun nothing. */
export function requireBinding(request: Request): string {
  const { binding } = readCeremonyCookie(request)
  if (binding === undefined) throw new PasskeyError('ceremony_invalid')
  return binding
}

/**
 * After a success no ceremony that was begun before can be finished. A copy, because your app's headers may be
 * immutable.
 */
export function renewBinding(request: Request, response: Response): Response {
  const { status, statusText, headers } = response
  const renewed = new Response(response.body, { status, statusText, headers })
  renewed.headers.append('set-cookie', setCeremonyCookie(request, newBinding()))
  renewed.headers.set('cache-control', 'no-store')
  return renewed
}

import type { Route } from '@latchkey/wire'
import { parseProblem } from './parse-answer.js'

/** One call of the server. */
export interface TransportRequest {
  /** A row of the table of routes in `@latchkey/wire`. */
  readonly route: Route
  /** The value for `:id` in the route's path, not yet encoded. */
  readonly id?: string
  readonly query?: Readonly<Record<string, string>>
  /** JSON, in all calls but GET; members that are undefined are not sent. */
  readonly body?: Readonly<Record<string, unknown>>
  readonly signal?: AbortSignal
}

/**
 * Carries calls to the server and resolves with the JSON of a successful response, or undefined if it has none. A
 * refusal rejects with `parseProblem` of the problem JSON. Any other rejection becomes `network`, or `aborted` if the
 * signal has aborted.
 */
export type Transport = (request: TransportRequest) => Promise<unknown>

/**
 * Calls the routes below `basePath` of this page's own origin, with its cookies.
 *
 * @throws {TypeError} when the path is on another origin.
 */
export function createFetchTransport(basePath = '/passkeys'): Transport {
  const path = /^(\/(?!\/)[^?#*]*)?$/
  // A server, which has no location, can have a client.
  if (!path.test(basePath) && globalThis.location && !path.test(`${basePath}`.replace(location.origin, ''))) {
    throw new TypeError(`Option basePath ${basePath}: use basePath "/passkeys", or a function transport`)
  }
  const root = basePath.replace(/\/$/, '')
  return async ({ route, id = '', query, body, signal }) => {
    const path = root + route.path.replace(':id', encodeURIComponent(id))
    const answer = await fetch(query ? `${path}?${new URLSearchParams(query)}` : path, {
      method: route.method,
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: body ? JSON.stringify(body) : null,
      signal: signal ?? null,
    })
    const content = await contentOf(answer)
    if (!answer.ok) throw parseProblem(content ?? answer)
    return content
  }
}

/** Read as text first: your app may respond to a sign-in with nothing, or with something that is not JSON. */
async function contentOf(answer: Response): Promise<unknown> {
  const text = await answer.text()
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

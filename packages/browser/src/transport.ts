import type { Route } from '@latchkey/wire'
import { parseProblem } from './parse-answer.js'

/** One call of the server. */
export interface TransportRequest {
  /** A row of the table of routes in `@latchkey/wire`. */
  readonly route: Route
  /** What stands for `:id` in the route's path, not yet encoded. */
  readonly id?: string
  readonly query?: Readonly<Record<string, string>>
  /** JSON, in all calls but GET; members that are undefined are not sent. */
  readonly body?: Readonly<Record<string, unknown>>
  readonly signal?: AbortSignal
}

/**
 * Carries calls to the server and resolves with the JSON of a successful answer, or undefined when it has none.
 * A refusal rejects with `parseProblem` of the problem JSON; whatever else it rejects with becomes `network`, or
 * `aborted` when the signal was.
 */
export type Transport = (request: TransportRequest) => Promise<unknown>

/** Calls the routes below `basePath` of this page's own origin, with its cookies. */
export function createFetchTransport(basePath: string): Transport {
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
    if (!answer.ok) throw parseProblem(content)
    return content
  }
}

/** Read as text first: the host may answer a sign-in with nothing, or with something that is not JSON. */
async function contentOf(answer: Response): Promise<unknown> {
  const text = await answer.text()
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

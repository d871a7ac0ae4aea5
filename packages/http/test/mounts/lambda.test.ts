import { toNodeListener } from '@latchkey/http/node'
import serverless from 'serverless-http'
import { expect, test } from 'vitest'
import { createCookieApp, walk } from '../journey.js'

interface LambdaResult {
  readonly statusCode: number
  readonly headers?: Readonly<Record<string, string>>
  readonly cookies?: readonly string[]
  readonly body?: string
  readonly isBase64Encoded?: boolean
}

/** A request as API Gateway hands it to a function, in payload format 2.0. */
async function toEvent(request: Request) {
  const { pathname, search } = new URL(request.url)
  const { cookie, ...headers } = Object.fromEntries(request.headers)
  const body = request.method === 'GET' ? '' : await request.text()
  return {
    version: '2.0',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers,
    ...(cookie ? { cookies: cookie.split('; ') } : {}),
    requestContext: { http: { method: request.method, path: pathname, sourceIp: '192.0.2.1' } },
    ...(body ? { body } : {}),
    isBase64Encoded: false,
  }
}

test('the whole journey runs on Lambda, under serverless-http', async () => {
  const app = createCookieApp()
  const invoke = serverless(toNodeListener(app.handle))
  const send = async (request: Request) => {
    const result = (await invoke(await toEvent(request), {})) as LambdaResult
    const headers = new Headers(result.headers)
    for (const cookie of result.cookies ?? []) headers.append('set-cookie', cookie)
    const body = Buffer.from(result.body ?? '', result.isBase64Encoded ? 'base64' : 'utf8')
    return new Response(body.length > 0 ? body : null, { status: result.statusCode, headers })
  }
  await walk({ app, send, expect })
})

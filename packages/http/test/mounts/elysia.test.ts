import { getRequestListener } from '@hono/node-server'
import type { PasskeyHandler } from '@latchkey/http'
import { Elysia } from 'elysia'
import { describe, expect, test } from 'vitest'
import { createCookieApp, pageOrigin, walk } from '../journey.js'
import { listen, overHttp } from '../listen.js'

/** What docs/mounting.md shows, in an app whose hooks set a cookie of their own. */
function mounted(handle: PasskeyHandler) {
  return new Elysia()
    .onBeforeHandle(({ cookie: { lang } }) => void lang?.set({ value: 'en' }))
    .all('/passkeys', async ({ request }) => handle(request), { parse: 'none' })
    .all('/passkeys/*', async ({ request }) => handle(request), { parse: 'none' })
}

/** A browser that forgets the app's own cookie: the journey counts those of the sign-in. */
function withoutLang(send: (request: Request) => Promise<Response>): (request: Request) => Promise<Response> {
  return async (request) => {
    const response = await send(request)
    const headers = new Headers(response.headers)
    headers.delete('set-cookie')
    const cookies = response.headers.getSetCookie()
    expect(cookies.some((it) => it.startsWith('lang='))).toBe(true)
    for (const it of cookies) if (!it.startsWith('lang=')) headers.append('set-cookie', it)
    return new Response(response.body, { status: response.status, headers })
  }
}

describe('under Elysia', () => {
  test('the whole journey runs in process', async () => {
    const app = createCookieApp()
    const server = mounted(app.handle)
    await walk({ app, send: withoutLang(async (request) => server.handle(request)), expect })
  })

  test('the whole journey runs on Node, and no cookie is lost', async () => {
    const app = createCookieApp()
    // The server would replace Request and Response for every test file of this process.
    const server = mounted(app.handle)
    const { address, close } = await listen(getRequestListener(server.fetch, { overrideGlobalObjects: false }))
    await walk({ app, send: withoutLang(overHttp(address)), expect })
    await close()
  })

  test('mount() cuts the prefix: with the base path / the whole journey runs', async () => {
    const app = createCookieApp({ basePath: '/' })
    const server = new Elysia().mount('/passkeys', (request) => app.handle(request))
    await walk({ app, send: async (request) => server.handle(request), expect })
  })

  test('a body that Elysia has parsed: the error says how to mount', async () => {
    const app = createCookieApp()
    const errors: unknown[] = []
    const server = new Elysia()
      .onError(({ error }) => {
        errors.push(error)
        return new Response(null, { status: 500 })
      })
      .all('/passkeys/*', async ({ request, body }) => (body ? app.handle(request) : ''))
    const headers = { origin: pageOrigin, 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: '{}' }
    expect((await server.handle(new Request(`${pageOrigin}/passkeys/sign-in/begin`, init))).status).toBe(500)
    expect(String(errors[0])).toContain("{ parse: 'none' }")
  })
})

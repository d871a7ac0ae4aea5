import { getRequestListener } from '@hono/node-server'
import type { PasskeyHandler } from '@latchkey/http'
import { type Context, Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import { cors } from 'hono/cors'
import { describe, expect, test } from 'vitest'
import { createCookieApp, pageOrigin, walk } from '../journey.js'
import { listen, overHttp } from '../listen.js'

/** What docs/mounting.md shows. */
function mount(server: Hono, handle: PasskeyHandler<Context>): Hono {
  const respond = async (c: Context): Promise<Response> => {
    const response = await handle(c.req.raw, c)
    for (const cookie of response.headers.getSetCookie()) c.res.headers.append('set-cookie', cookie)
    return response
  }
  return server.all('/passkeys', respond).all('/passkeys/*', respond)
}

const sendTo = (server: Hono) => async (request: Request) => server.fetch(request)

describe('under Hono', () => {
  test('the whole journey runs, and your functions get its context', async () => {
    const app = createCookieApp<Context>()
    await walk({ app, send: sendTo(mount(new Hono(), app.handle)), expect })
    expect(app.natives.map((c) => c.req.path)).toContain('/passkeys/')
  })

  test('behind cors() and a cookie that the app sets, no cookie is lost', async () => {
    const app = createCookieApp<Context>()
    const server = new Hono().use(cors()).use(async (c, next) => {
      setCookie(c, 'lang', 'en')
      await next()
    })
    mount(server, app.handle)
    const headers = { origin: pageOrigin, 'content-type': 'application/json' }
    const begin = new Request(`${pageOrigin}/passkeys/sign-in/begin`, { method: 'POST', headers, body: '{}' })
    const cookies = (await server.fetch(begin)).headers.getSetCookie().map((it) => it.split('=', 1)[0])
    expect([...new Set(cookies)].sort()).toEqual(['lang', 'latchkey'])
    const send = async (request: Request) => {
      const response = await server.fetch(request)
      return withoutCookie(response, 'lang')
    }
    await walk({ app, send, expect })
  })

  test('the whole journey runs on Node’s server', async () => {
    const app = createCookieApp<Context>()
    // The server would replace Request and Response for every test file of this process.
    const server = mount(new Hono(), app.handle)
    const { address, close } = await listen(getRequestListener(server.fetch, { overrideGlobalObjects: false }))
    await walk({ app, send: overHttp(address), expect })
    await close()
  })

  test('mount() cuts the prefix: with the base path / the whole journey runs', async () => {
    const app = createCookieApp({ basePath: '/' })
    await walk({ app, send: sendTo(new Hono().mount('/passkeys', app.handle)), expect })
  })

  test('a body that a middleware has read: the error says how to hand it on', async () => {
    const app = createCookieApp<Context>()
    const errors: Error[] = []
    const server = new Hono().use(async (c, next) => {
      if (c.req.method === 'POST') await c.req.json()
      await next()
    })
    server.onError((error, c) => {
      errors.push(error)
      return c.text('', 500)
    })
    mount(server, app.handle)
    const headers = { origin: pageOrigin, 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: '{}' }
    expect((await server.fetch(new Request(`${pageOrigin}/passkeys/sign-in/begin`, init))).status).toBe(500)
    expect(errors).toEqual([expect.any(TypeError)])
    expect(String(errors[0])).toContain('new Request(c.req.raw, { body: await c.req.text() })')
  })

  test('what that error says works', async () => {
    const app = createCookieApp()
    const server = new Hono().all('/passkeys/*', async (c) => {
      if (c.req.method !== 'POST') return app.handle(c.req.raw)
      await c.req.json()
      return app.handle(new Request(c.req.raw, { body: await c.req.text() }))
    })
    await walk({ app, send: sendTo(server), expect })
  })
})

function withoutCookie(response: Response, name: string): Response {
  const headers = new Headers(response.headers)
  headers.delete('set-cookie')
  for (const it of response.headers.getSetCookie()) if (!it.startsWith(`${name}=`)) headers.append('set-cookie', it)
  return new Response(response.body, { status: response.status, headers })
}
